using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PaymentHub.Merchants;
using PaymentHub.Merchants.Lists;
using PaymentHub.Money;
using PaymentHub.Orders;

namespace PaymentHub.Triggers;

/// <summary>Timelines, as they are on the wire.</summary>
internal static class TimelineResult
{
    public static IResult Of(Answer<Timeline> answer) => answer switch
    {
        Answer<Timeline>.Done done => JsonResult.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "timeline");
            json.WriteString("order", done.Value.Order.Id);
            json.WriteBoolean("complete", done.Value.Complete);
            json.WriteStartArray("data");
            foreach (var entry in done.Value.Entries)
                Write(json, entry);
            json.WriteEndArray();
            json.WriteEndObject();
        }),
        Answer<Timeline>.Not not => ProblemResult.Of(not.Problem),
        _ => throw new InvalidOperationException("An answer is done or not."),
    };

    private static void Write(Utf8JsonWriter json, TimelineEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("at", OrderJson.Time(entry.At));
        switch (entry)
        {
            case TimelineEntry.Created created:
                json.WriteString("what", "created");
                json.WriteString("by", created.Request is null ? "provider" : "merchant");
                Text(json, "reference", created.Request?.Reference);
                break;
            case TimelineEntry.Done done:
                json.WriteString("what", "done");
                json.WriteString("source", done.What);
                break;
            case TimelineEntry.Noticed noticed:
                Write(json, noticed);
                break;
            case TimelineEntry.Changed changed:
                json.WriteString("what", "status");
                json.WriteString("from", Words.Of(changed.From));
                json.WriteString("to", Words.Of(changed.To));
                Text(json, "review_reason", changed.Reason is { } reason ? Words.Of(reason) : null);
                break;
            case TimelineEntry.Announced announced:
                json.WriteString("what", "event");
                json.WriteString("event", announced.EventId);
                json.WriteString("type", announced.Type);
                break;
            case TimelineEntry.Attempted attempted:
                Write(json, attempted);
                break;
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TimelineEntry.Noticed noticed)
    {
        var change = noticed.Change;
        json.WriteString("what", "notice");
        json.WriteString("source", noticed.Source);
        Text(json, "source_id", noticed.SourceId);
        Text(json, "said", change.Said is { } said ? Words.Of(said) : null);
        json.WriteBoolean("confirmed", change.Confirmed);
        Text(json, "amount", change.Amount is { } amount ? Amounts.Format(amount) : null);
        Text(json, "currency", change.Currency);
        Text(json, "transaction_id", change.TransactionId);
    }

    private static void Write(Utf8JsonWriter json, TimelineEntry.Attempted attempted)
    {
        json.WriteString("what", "attempt");
        json.WriteString("event", attempted.EventId);
        json.WriteString("endpoint", attempted.Endpoint);
        json.WriteNumber("number", attempted.Number);
        if (attempted.Status is { } status)
            json.WriteNumber("http_status", status);
        Text(json, "error", attempted.Error);
        json.WriteNumber("milliseconds", Math.Round(attempted.Milliseconds));
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
