using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PaymentHub.Merchants;
using PaymentHub.Money;
using PaymentHub.Orders;
using PaymentHub.Reconciliation;

namespace PaymentHub.Triggers;

/// <summary>The truth report as operators see it.</summary>
internal static class AuditResult
{
    public static IResult Of(Answer<AuditReport> answer) => answer switch
    {
        Answer<AuditReport>.Done done => JsonResult.Of(json => Write(json, done.Value)),
        Answer<AuditReport>.Not not => ProblemResult.Of(not.Problem),
        _ => throw new InvalidOperationException("An answer is done or not."),
    };

    private static void Write(Utf8JsonWriter json, AuditReport report)
    {
        json.WriteStartObject();
        json.WriteString("object", "audit");
        json.WriteString("account", report.AccountId);
        json.WriteString("from", OrderJson.Time(report.Range.From));
        json.WriteString("to", OrderJson.Time(report.Range.To));
        json.WriteBoolean("complete", report.Kinds.All(kind => kind.Complete));
        foreach (var kind in report.Kinds)
        {
            json.WriteStartObject($"{Words.Of(kind.Kind)}s");
            Write(json, kind);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, KindAudit kind)
    {
        json.WriteBoolean("complete", kind.Complete);
        if (kind.Reason is { } reason)
            json.WriteString("reason", reason);
        Write(json, "here", kind.Here);
        if (kind.There is not { } there)
            return;
        Write(json, "there", there);
        json.WriteNumber("not_listed_there", kind.NotListedThere);
        json.WriteNumber("unread_there", kind.UnreadThere);
        json.WriteNumber("difference_count", kind.DifferenceCount);
        json.WriteStartArray("differences");
        foreach (var difference in kind.Differences)
        {
            json.WriteStartObject();
            json.WriteString("difference", Words.Of(difference.Kind));
            if (difference.OrderId is { } orderId)
                json.WriteString("id", orderId);
            if (difference.ProviderOrderId is { } providerOrderId)
                json.WriteString("provider_order_id", providerOrderId);
            Write(json, "here", difference.Here);
            Write(json, "there", difference.There);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, AuditSide side)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", side.Count);
        json.WriteStartObject("by_status");
        foreach (var (status, count) in side.ByStatus)
            json.WriteNumber(status, count);
        json.WriteEndObject();
        json.WriteStartObject("completed");
        foreach (var (currency, sum) in side.Completed)
        {
            json.WriteStartObject(currency);
            json.WriteNumber("count", sum.Count);
            json.WriteString("amount", Amounts.Format(sum.Total));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, AuditLine? line)
    {
        if (line is null)
            return;
        json.WriteStartObject(name);
        json.WriteString("status", line.Status);
        if (line.Amount is { } amount)
            json.WriteString("amount", Amounts.Format(amount));
        if (line.Currency is { } currency)
            json.WriteString("currency", currency);
        json.WriteEndObject();
    }
}
