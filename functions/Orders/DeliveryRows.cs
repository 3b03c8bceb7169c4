using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using PaymentHub.Storage;

namespace PaymentHub.Orders;

/// <summary>Deliveries, their attempts and their outbox entries as table rows and back.</summary>
internal static class DeliveryRows
{
    /// <summary>The column of a suspended outbox entry with the time since when it waits.</summary>
    public const string Since = "Since";

    public static TableEntity Delivery(string orderId, Delivery delivery) =>
        new(Keys.OrderBucket(orderId), Keys.Delivery(orderId, delivery.Endpoint))
        {
            ["Endpoint"] = delivery.Endpoint,
            ["Owed"] = JsonSerializer.Serialize(delivery.Owed),
            ["Failed"] = string.Join(',', delivery.Failed.Select(version => version.ToString(CultureInfo.InvariantCulture))),
            ["DueAt"] = delivery.DueAt,
            ["Suspended"] = delivery.Suspended is { } reason ? SnakeCaseEnum.Of(reason) : null,
            ["SuspendedSince"] = delivery.SuspendedSince,
            ["IsDeadLetter"] = delivery.IsDeadLetter,
            ["FinalWaits"] = delivery.FinalWaits,
        };

    public static Versioned<Delivery> Delivery(TableEntity row) =>
        new(
            new Delivery
            {
                Endpoint = row.Text("Endpoint"),
                Owed = JsonSerializer.Deserialize<List<OwedEvent>>(row.Text("Owed"))!,
                Failed =
                [
                    .. (row.GetString("Failed") ?? "")
                        .Split(',', StringSplitOptions.RemoveEmptyEntries)
                        .Select(version => int.Parse(version, CultureInfo.InvariantCulture)),
                ],
                DueAt = row.GetDateTimeOffset("DueAt"),
                Suspended = row.GetString("Suspended") is { } reason ? SnakeCaseEnum.Parse<SuspensionReason>(reason) : null,
                SuspendedSince = row.GetDateTimeOffset("SuspendedSince"),
                IsDeadLetter = row.GetBoolean("IsDeadLetter")!.Value,
                FinalWaits = row.GetInt32("FinalWaits")!.Value,
            },
            row.ETag.ToString()
        );

    public static TableEntity Attempt(string orderId, Attempt attempt) =>
        new(Keys.OrderBucket(orderId), Keys.Attempt(orderId, attempt.Endpoint, attempt.Version, attempt.Number))
        {
            ["Id"] = attempt.Id,
            ["Endpoint"] = attempt.Endpoint,
            ["Version"] = attempt.Version,
            ["Number"] = attempt.Number,
            ["At"] = attempt.At,
            ["DurationMs"] = attempt.Duration.TotalMilliseconds,
            ["Status"] = attempt.Answer.Status,
            ["Error"] = attempt.Answer.Error,
            ["Answer"] = attempt.Answer.Body,
        };

    public static Attempt Attempt(TableEntity row) =>
        new(
            row.Text("Id"),
            row.Text("Endpoint"),
            row.GetInt32("Version")!.Value,
            row.GetInt32("Number")!.Value,
            row.GetDateTimeOffset("At")!.Value,
            TimeSpan.FromMilliseconds(row.GetDouble("DurationMs")!.Value),
            new EndpointAnswer(row.GetInt32("Status"), row.GetString("Error"), row.GetString("Answer") ?? "")
        );

    /// <summary>How a delivery's outbox entry changes when the delivery does.</summary>
    public static IEnumerable<TableTransactionAction> OutboxEntries(Order order, Delivery? before, Delivery after, DateTimeOffset now, TimeSpan grace)
    {
        var bucket = Keys.OrderBucket(order.Id);
        var kept = before is null ? null : EntryKey(order, before);
        var owed = EntryKey(order, after);
        // A transaction may contain a row only once: an outbox entry whose time does not change is left alone.
        if (kept == owed)
            yield break;
        if (kept is not null)
            yield return new(TableTransactionActionType.Delete, new TableEntity(bucket, kept), ETag.All);
        if (owed is null)
            yield break;
        var entry = OutboxEntry.Row(bucket, owed, QueueNames.Webhooks, after.DueAt ?? now, now, after.Suspended is null ? grace : TimeSpan.Zero);
        if (after.SuspendedSince is { } since)
            entry[Since] = since;
        yield return new(TableTransactionActionType.UpsertReplace, entry);
    }

    /// <summary>The outbox entry of a delivery: due, suspended, or a dead letter; null if there is nothing to deliver.</summary>
    public static string? EntryKey(Order order, Delivery delivery)
    {
        if (delivery is { IsDeadLetter: true, DueAt: { } since })
            return Keys.OutboxEntry(Keys.DeadLetter, since, order.Id, Keys.Deliver(delivery.Endpoint));
        if (delivery is { Suspended: not null, IsOwed: true })
            return Keys.SuspendedEntry(order.MerchantId, delivery.Endpoint, order.Id);
        return delivery.DueAt is { } dueAt ? Keys.OutboxEntry(Keys.Due, dueAt, order.Id, Keys.Deliver(delivery.Endpoint)) : null;
    }
}
