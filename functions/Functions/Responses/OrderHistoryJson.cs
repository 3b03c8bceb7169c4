using System.Text.Json;
using PaymentHub.Http;
using PaymentHub.Operations;
using PaymentHub.Orders;

namespace PaymentHub.Functions.Responses;

/// <summary>An order with everything that happened to it, as operators see it: with their names, and without secrets.</summary>
internal static class OrderHistoryJson
{
    public static void Write(Utf8JsonWriter json, OrderWithHistory history, DateTimeOffset now)
    {
        var order = history.Timeline.Order;
        json.WriteStartObject();
        json.WriteString("merchant", order.MerchantId);
        json.WriteStartArray("reasons");
        foreach (var reason in OperationBody.Reasons(order))
            json.WriteStringValue(reason);
        json.WriteEndArray();
        json.WriteBoolean("resubmittable", ReviewMachine.CanBeResubmitted(order));
        if (Proposal.Open(order, now) is { } proposal)
        {
            json.WritePropertyName("awaiting_second_operator");
            JsonResult.Write(json, OperationBody.Awaited(proposal));
        }

        json.WritePropertyName("order");
        OrderJson.Write(json, order);
        Decisions(json, order);
        json.WriteBoolean("complete", history.Timeline.Complete && history.AllCallbacks);
        json.WriteStartArray("timeline");
        foreach (var entry in history.Timeline.Entries)
            TimelineResult.WriteForOperators(json, entry);
        json.WriteEndArray();
        json.WriteStartArray("deliveries");
        foreach (var delivery in history.Timeline.Deliveries)
            Delivery(json, delivery);
        json.WriteEndArray();
        json.WriteStartArray("callbacks");
        foreach (var callback in history.Callbacks)
            JsonResult.Write(json, OperationBody.Quarantined(callback));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Decisions(Utf8JsonWriter json, Order order)
    {
        json.WriteStartArray("decisions");
        if (order.Decision is { } decision)
        {
            json.WriteStartObject();
            json.WriteString("outcome", decision.Approved ? "approved" : "rejected");
            json.WriteString("by", decision.By);
            json.WriteString("at", OrderJson.Time(decision.At));
            json.WriteEndObject();
        }

        foreach (var resolution in order.Resolutions ?? [])
        {
            json.WriteStartObject();
            json.WriteString("outcome", SnakeCaseEnum.Of(resolution.Outcome));
            json.WriteNumber("version", resolution.Version);
            Text(json, "by", resolution.By);
            json.WriteString("note", resolution.Note);
            Text(json, "requested_by", resolution.RequestedBy);
            Text(json, "request_note", resolution.RequestNote);
            json.WriteString("at", OrderJson.Time(resolution.At));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Delivery(Utf8JsonWriter json, Delivery delivery)
    {
        json.WriteStartObject();
        json.WriteString("endpoint", delivery.Endpoint);
        Text(json, "suspended", delivery.Suspended is { } reason ? SnakeCaseEnum.Of(reason) : null);
        Text(json, "suspended_since", delivery.SuspendedSince is { } since ? OrderJson.Time(since) : null);
        Text(json, "next_attempt_at", delivery.DueAt is { } due ? OrderJson.Time(due) : null);
        json.WriteBoolean("dead_letter", delivery.IsDeadLetter);
        Versions(json, "owed", delivery.Owed.Select(one => one.Version));
        Versions(json, "failed", delivery.Failed);
        json.WriteEndObject();
    }

    private static void Versions(Utf8JsonWriter json, string name, IEnumerable<int> versions)
    {
        json.WriteStartArray(name);
        foreach (var version in versions)
            json.WriteNumberValue(version);
        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
