using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using PaymentHub.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Storage;

/// <summary>Deliveries, their attempts and their promises as table rows and back.</summary>
internal static class DeliveryRows
{
    /// <summary>The column of a parked promise that tells since when it waits.</summary>
    public const string Since = "Since";

    public static TableEntity Delivery(string orderId, Delivery delivery) => new(Keys.OrderBucket(orderId), Keys.Delivery(orderId, delivery.Endpoint))
    {
        ["Endpoint"] = delivery.Endpoint,
        ["Owed"] = JsonSerializer.Serialize(delivery.Owed),
        ["Failed"] = string.Join(',', delivery.Failed.Select(version => version.ToString(CultureInfo.InvariantCulture))),
        ["DueAt"] = delivery.DueAt,
        ["Waiting"] = delivery.Waiting is { } obstacle ? Words.Of(obstacle) : null,
        ["WaitingSince"] = delivery.WaitingSince,
        ["Stuck"] = delivery.Stuck,
        ["FinalWaits"] = delivery.FinalWaits,
    };

    public static StoredDelivery Delivery(TableEntity row) => new(
        new Delivery
        {
            Endpoint = row.Text("Endpoint"),
            Owed = JsonSerializer.Deserialize<List<OwedEvent>>(row.Text("Owed"))!,
            Failed = [.. (row.GetString("Failed") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(version => int.Parse(version, CultureInfo.InvariantCulture))],
            DueAt = row.GetDateTimeOffset("DueAt"),
            Waiting = row.GetString("Waiting") is { } obstacle ? Words.Parse<Obstacle>(obstacle) : null,
            WaitingSince = row.GetDateTimeOffset("WaitingSince"),
            Stuck = row.GetBoolean("Stuck")!.Value,
            FinalWaits = row.GetInt32("FinalWaits")!.Value,
        },
        row.ETag.ToString());

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

    public static Attempt Attempt(TableEntity row) => new(
        row.Text("Id"),
        row.Text("Endpoint"),
        row.GetInt32("Version")!.Value,
        row.GetInt32("Number")!.Value,
        row.GetDateTimeOffset("At")!.Value,
        TimeSpan.FromMilliseconds(row.GetDouble("DurationMs")!.Value),
        new EndpointAnswer(row.GetInt32("Status"), row.GetString("Error"), row.GetString("Answer") ?? ""));

    /// <summary>What has to become of a delivery's promise when the delivery changes.</summary>
    public static IEnumerable<TableTransactionAction> Promises(Order order, Delivery? before, Delivery after, DateTimeOffset now, TimeSpan grace)
    {
        var bucket = Keys.OrderBucket(order.Id);
        var kept = before is null ? null : PromiseKey(order, before);
        var owed = PromiseKey(order, after);
        // A transaction may name a row only once: a promise that stays at its time stays as it is.
        if (kept == owed)
            yield break;
        if (kept is not null)
            yield return new(TableTransactionActionType.Delete, new TableEntity(bucket, kept), ETag.All);
        if (owed is null)
            yield break;
        var promise = Promise.Row(bucket, owed, QueueNames.Webhooks, after.DueAt ?? now, now, after.Waiting is null ? grace : TimeSpan.Zero);
        if (after.WaitingSince is { } since)
            promise[Since] = since;
        yield return new(TableTransactionActionType.UpsertReplace, promise);
    }

    /// <summary>The promise that stands for what is owed: due, parked, or set aside; null when nothing is owed.</summary>
    public static string? PromiseKey(Order order, Delivery delivery)
    {
        if (delivery is { Stuck: true, DueAt: { } since })
            return Keys.Promise(Keys.Stuck, since, order.Id, Keys.Deliver(delivery.Endpoint));
        if (delivery is { Waiting: not null, IsOwed: true })
            return Keys.ParkedPromise(order.MerchantId, delivery.Endpoint, order.Id);
        return delivery.DueAt is { } dueAt ? Keys.Promise(Keys.Due, dueAt, order.Id, Keys.Deliver(delivery.Endpoint)) : null;
    }
}
