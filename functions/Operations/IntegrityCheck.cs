using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using PaymentHub.Callbacks;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Telemetry;

namespace PaymentHub.Operations;

/// <summary>
/// Checks and repairs our own rows: the orders that have changed since the last check, and a part of all orders each time. A list row that is missing
/// or differs from its order is written again, and an open order without an action gets one. What only a person can judge is reported: unprocessed
/// callbacks, overdue outbox entries, dead letters, webhooks that wait for their endpoint, unreadable orders.
/// </summary>
public sealed partial class IntegrityCheck(
    StorageClients storage,
    RowChecks checks,
    LongOverdue overdue,
    MerchantDirectory directory,
    TimeProvider clock,
    ILogger<IntegrityCheck> logger
)
{
    private const int AtOnce = 8;
    internal const int MaxExamples = 20;
    private const string Data = "Data";

    // A list is written right after the order's commit; what is younger than this may still be on its way.
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(5);

    private readonly TableClient _orders = storage.Table(TableNames.Orders);
    private readonly TableClient _reports = storage.Table(TableNames.Reconciliations);

    /// <summary>What the last check found; null before the first.</summary>
    public async Task<IntegrityReport?> FindAsync(CancellationToken cancellationToken)
    {
        var row = await _reports.GetEntityIfExistsAsync<TableEntity>(Keys.Integrity, Keys.IntegrityReport, cancellationToken: cancellationToken);
        try
        {
            return row is { HasValue: true, Value: { } found } ? JsonSerializer.Deserialize<IntegrityReport>(found.Text(Data)) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Altered by hand, or of another release: the round begins anew.
            return null;
        }
    }

    /// <summary>One check.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var before = await FindAsync(cancellationToken) ?? new IntegrityReport { At = now, RoundStartedAt = now };
        var report = await overdue.FindAsync(before, now, directory.Settings.Reconciliation.IntegrityPatience, cancellationToken);

        // Told whatever becomes of the walk through the orders, which meets every one of them.
        await KeepAsync(report, cancellationToken);
        await checks.Measures.MeasureAsync(report, cancellationToken);
        var (repaired, unreadable) = (0, 0);
        try
        {
            var walked = await WalkAsync(report, cancellationToken);
            repaired = walked.ListingsRepaired - (before.Bucket == Keys.Buckets ? 0 : before.ListingsRepaired);
            unreadable = walked.Unreadable.Count;
            await KeepAsync(walked, cancellationToken);
            repaired += (await checks.Recent.RunAsync(now - Settled, cancellationToken)).Repaired;
            if (await checks.Retention.RemoveAsync(now, cancellationToken) is > 0 and var removed)
                Log.Removed(logger, removed, directory.Settings.CallbackRetention.TotalDays);
        }
        finally
        {
            if (repaired + report.PendingCallbacks.Count + report.Overdue.Count + report.DeadLetters.Count + report.Suspended.Count + unreadable > 0)
            {
                Log.Found(
                    logger,
                    repaired,
                    report.PendingCallbacks.Count,
                    report.Overdue.Count,
                    report.DeadLetters.Count,
                    report.Suspended.Count,
                    unreadable
                );
            }
        }
    }

    // Two checks at once repair the same rows and find the same things; whose report stands does not matter.
    private async Task KeepAsync(IntegrityReport report, CancellationToken cancellationToken) =>
        await _reports.UpsertEntityAsync(
            new TableEntity(Keys.Integrity, Keys.IntegrityReport) { [Data] = JsonSerializer.Serialize(report) },
            TableUpdateMode.Replace,
            cancellationToken
        );

    /// <summary>Goes on through the orders where the last check stopped, at most once around.</summary>
    private async Task<IntegrityReport> WalkAsync(IntegrityReport report, CancellationToken cancellationToken)
    {
        var left = directory.Settings.Reconciliation.IntegrityMaxOrders;
        // A round that ended is shown until the next one begins, and begins here.
        if (report.Bucket == Keys.Buckets)
            report = report with { Bucket = 0, RoundStartedAt = report.At, OrdersChecked = 0, ListingsRepaired = 0, Unreadable = new(0, []) };
        while (left > 0 && report.Bucket < Keys.Buckets)
        {
            var rows = await ReadOrdersAsync(report, left, cancellationToken);
            var repaired = 0;
            var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
            var unreadable = new List<string>();
            await Parallel.ForEachAsync(
                rows,
                options,
                async (row, token) =>
                {
                    try
                    {
                        if (OrderRows.Order(row) is { } order && order.UpdatedAt <= report.At - Settled)
                        {
                            Interlocked.Add(ref repaired, await checks.Listings.RepairAsync(order, token));
                            await checks.OpenOrders.RepairAsync(order, token);
                        }
                    }
                    // One row must not prevent the check of all rows after it, now and in every later check.
                    catch (Exception e) when (!token.IsCancellationRequested && !StorageFaults.IsUnavailable(e))
                    {
                        Log.Unreadable(logger, e, row.RowKey);
                        lock (unreadable)
                            unreadable.Add(row.RowKey.Split('|')[0]);
                    }
                }
            );
            var bucketIsDone = rows.Count < left;
            report = report with
            {
                OrdersChecked = report.OrdersChecked + rows.Count,
                ListingsRepaired = report.ListingsRepaired + repaired,
                Unreadable = new(
                    report.Unreadable.Count + unreadable.Count,
                    [.. report.Unreadable.Examples.Concat(unreadable.Order(StringComparer.Ordinal)).Take(MaxExamples)]
                ),
                Bucket = bucketIsDone ? report.Bucket + 1 : report.Bucket,
                After = bucketIsDone ? "" : rows[^1].RowKey,
            };
            left -= rows.Count;
        }

        return report.Bucket == Keys.Buckets ? report with { RoundFinishedAt = report.At } : report;
    }

    private async Task<List<TableEntity>> ReadOrdersAsync(IntegrityReport report, int max, CancellationToken cancellationToken)
    {
        // Of all the rows in the partition only an order's own has both: a webhook that was given up has a Merchant, too, and a change has Data.
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Keys.Bucket(report.Bucket)} and RowKey gt {report.After} and Merchant gt {""} and Data gt {""}"
        );
        var rows = new List<TableEntity>();
        await foreach (var row in _orders.QueryAsync<TableEntity>(filter, Math.Min(max, 1_000), cancellationToken: cancellationToken).Take(max))
            rows.Add(row);
        return rows;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Integrity check: {Repaired} list rows repaired; {Pending} callbacks unprocessed for too long, {Overdue} outbox entries long overdue, {DeadLetters} dead letters, {Suspended} webhooks suspended, {Unreadable} orders unreadable. GET /ops/integrity says which."
        )]
        public static partial void Found(ILogger logger, int repaired, int pending, int overdue, int deadLetters, int suspended, int unreadable);

        [LoggerMessage(2, LogLevel.Information, "{Removed} callbacks removed that came more than {Days} days ago.")]
        public static partial void Removed(ILogger logger, int removed, double days);

        [LoggerMessage(3, LogLevel.Error, "Integrity check: row {Key} could not be read or compared with its lists.")]
        public static partial void Unreadable(ILogger logger, Exception e, string key);
    }
}

/// <summary>What looks at rows one by one.</summary>
public sealed record RowChecks(
    OrderIndexCheck Listings,
    OpenOrderCheck OpenOrders,
    RecentOrderCheck Recent,
    CallbackRetention Retention,
    HubMeasures Measures
);

/// <summary>Says for telemetry what the integrity check has found, and what it looks up
/// on the way: reviews, when accounts were last heard of, and how many of them are out.</summary>
public sealed class HubMeasures(HubGauges gauges, ReviewList reviews, AccountsHeard heard, MerchantDirectory directory)
{
    /// <summary>At how many of the oldest orders in review is looked.</summary>
    private const int MaxReviews = 100;

    /// <summary>Says it all.</summary>
    public async Task MeasureAsync(IntegrityReport report, CancellationToken cancellationToken)
    {
        gauges.AccountsOut(directory.Broken.SelectMany(merchant => merchant.Accounts).Count());
        gauges.DeadLetters(report.DeadLetters.Count);
        gauges.Suspended(report.Suspended.Count, report.SuspendedSince);
        var orders = await reviews.OldestAsync(MaxReviews, cancellationToken);
        gauges.Reviews(
            orders
                .GroupBy(order => order.ReviewReason!.Value)
                .Select(group => (SnakeCaseEnum.Of(group.Key), group.Count(), group.Min(order => order.StatusSince ?? order.UpdatedAt)))
        );
        foreach (var (account, at) in await heard.ServedAsync(cancellationToken))
            gauges.Heard(account, at);
    }
}
