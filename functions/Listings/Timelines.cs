using System.Globalization;
using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Listings;

/// <summary>Timelines, put together from the order's own rows: two reads.</summary>
public sealed class Timelines(StorageClients storage)
{
    /// <summary>More attempts, or more of everything else, than any order has unless it was redelivered by hand many times.</summary>
    private const int MaxRows = 1_000;

    private readonly TableClient _table = storage.Table(TableNames.Orders);

    /// <summary>An order's timeline; null when there is no such order.</summary>
    public async Task<Timeline?> ReadAsync(string orderId, CancellationToken cancellationToken)
    {
        // Attempts sort before everything else of an order; there may be many, and they must not hide the rest.
        var (from, before) = Keys.OrderRange(orderId);
        var attemptsEnd = $"{orderId}|attempt}}";
        var bucket = Keys.OrderBucket(orderId);
        var rest = await _table.ReadRangeAsync(bucket, attemptsEnd, before, MaxRows, cancellationToken);
        if (rest.Find(row => row.RowKey == Keys.Order(orderId)) is not { } stored)
            return null;
        var attempts = await _table.ReadRangeAsync(bucket, from, attemptsEnd, MaxRows, cancellationToken);

        var order = OrderRows.Order(stored);
        var entries = new List<TimelineEntry> { new TimelineEntry.Created(order.CreatedAt, order.Request, order.Entry is not null) };
        foreach (var row in rest)
            entries.AddRange(Entries(row));
        entries.AddRange(attempts.Select(Attempt));
        // A stable sort: what one transaction wrote at one moment stays in the order of cause and effect.
        return new Timeline(order, [.. entries.OrderBy(entry => entry.At)], attempts.Count < MaxRows && rest.Count < MaxRows)
        {
            Deliveries =
            [
                .. rest.Where(row => row.RowKey.StartsWith($"{orderId}|delivery|", StringComparison.Ordinal))
                    .Select(row => DeliveryRows.Delivery(row).Value),
            ],
        };
    }

    private static IEnumerable<TimelineEntry> Entries(TableEntity row)
    {
        switch (row.RowKey.Split('|')[1])
        {
            case "change":
                foreach (var entry in Entries(OrderRows.Change(row)))
                    yield return entry;
                break;
            case "event":
                var stored = OrderRows.Event(row);
                yield return new TimelineEntry.Published(stored.OccurredAt, stored.Id, stored.Type);
                break;
        }
    }

    private static IEnumerable<TimelineEntry> Entries(OrderChange change)
    {
        // A source is its kind and then what tells it from others of that kind.
        var source = change.Source.Split('/');
        yield return change.Said is null
            ? new TimelineEntry.Done(change.At, source[0], change.Operator, change.Amount, change.Currency)
            {
                Note = change.Note,
                About = source[0] is "redeliver" or "revive" ? source.ElementAtOrDefault(1) : null,
            }
            : new TimelineEntry.Noticed(change.At, source[0], source.ElementAtOrDefault(1), change);
        if (change.From != change.To)
            yield return new TimelineEntry.Changed(change.At, change.From, change.To, change.Reason);
    }

    private static TimelineEntry Attempt(TableEntity row)
    {
        var parts = row.RowKey.Split('|');
        var (version, number) = (int.Parse(parts[3], CultureInfo.InvariantCulture), int.Parse(parts[4], CultureInfo.InvariantCulture));
        return new TimelineEntry.Attempted(
            row.GetDateTimeOffset("At")!.Value,
            parts[2],
            StoredEvent.IdOf(parts[0], version),
            number,
            row.GetInt32("Status"),
            row.GetString("Error"),
            row.GetDouble("DurationMs") ?? 0
        );
    }
}

/// <summary>GET /v1/deposits/{id}/timeline and the same of withdrawals: what support reads to a customer.</summary>
public sealed class TimelineListing(Timelines timelines)
{
    /// <summary>The timeline of one of the merchant's orders.</summary>
    public async Task<Result<Timeline>> FindAsync(Merchant merchant, OrderKind kind, string id, CancellationToken cancellationToken) =>
        OrderId.IsWellFormed(id, kind) && await timelines.ReadAsync(id, cancellationToken) is { } timeline && timeline.Order.MerchantId == merchant.Id
            ? new Result<Timeline>.Success(timeline)
            : new Result<Timeline>.Failure(Problem.NotFound(SnakeCaseEnum.Of(kind)));
}
