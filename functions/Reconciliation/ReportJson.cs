using System.Buffers;
using System.Text;
using System.Text.Json;
using PaymentHub.Money;
using PaymentHub.Orders;

namespace PaymentHub.Reconciliation;

/// <summary>What a report found, as it is on the wire; it is kept so, too.</summary>
internal static class ReportJson
{
    public static string Text(ReconciliationReport report)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
            Write(json, report);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, ReconciliationReport report)
    {
        json.WriteStartObject();
        json.WriteBoolean("complete", report.Sections.All(kind => kind.Complete));
        foreach (var kind in report.Sections)
        {
            json.WriteStartObject($"{SnakeCaseEnum.Of(kind.Kind)}s");
            Write(json, kind);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReportSection kind)
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
            json.WriteString("difference", SnakeCaseEnum.Of(difference.Kind));
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

    private static void Write(Utf8JsonWriter json, string name, ReportSide side)
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

    private static void Write(Utf8JsonWriter json, string name, ReportLine? line)
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
