using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Microsoft.Extensions.Primitives;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Operations;

/// <summary>
/// Counts and lists open orders: withdrawals that are under way or await approval, deposits under way, payment pages that may still be paid. The
/// number of reads is limited, and the count says whether that was everything.
/// </summary>
public sealed partial class OpenOrders(StorageClients storage)
{
    private const string Binding = "open";

    /// <summary>So many are looked at in each of the 64 buckets, as come in one read; whoever has more open knows it without the count.</summary>
    private const int MaxInBucket = 1_000;

    private const int BucketsAtOnce = 8;

    private readonly TableClient _table = storage.Table(TableNames.Orders);

    /// <summary>How many each of these accounts has; accounts without any are left out.</summary>
    public async Task<OpenOrderCounts> CountAsync(IReadOnlyList<Account> accounts, CancellationToken cancellationToken)
    {
        var (rows, cut) = await ReadAsync(cancellationToken);
        var counts = rows.GroupBy(row => row.GetString(OrderRows.EntryAccount)!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        return new OpenOrderCounts(counts, (cut ? accounts.Select(account => account.Id) : []).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>A page of open orders, the oldest first. It may be short although more follow.</summary>
    public async Task<Result<ListPage<Order>>> ListAsync(IEnumerable<KeyValuePair<string, StringValues>> query, CancellationToken cancellationToken)
    {
        var check = new QueryCheck(query, "account", "limit", "cursor");
        var (limit, account) = (check.Limit(), check.Text("account"));
        var position = check.Position(Binding, Position());
        if (check.Problem is { } problem)
            return new Result<ListPage<Order>>.Failure(problem);

        var (rows, _) = await ReadAsync(cancellationToken);
        var found = rows.Where(row => account is null || row.GetString(OrderRows.EntryAccount) == account)
            .Select(PositionOf)
            .Where(candidate => string.CompareOrdinal(candidate, position) > 0)
            .Order(StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        var orders = new List<Order>();
        foreach (var candidate in found.Take(limit))
        {
            if (await FindAsync(candidate[(candidate.IndexOf('|', StringComparison.Ordinal) + 1)..], cancellationToken) is { } order)
                orders.Add(order);
        }

        return new Result<ListPage<Order>>.Success(new(orders, found.Count > limit ? Cursor.Write(Binding, found[limit - 1]) : null));
    }

    private static string PositionOf(TableEntity row)
    {
        var openedAt = row.GetDateTimeOffset(OrderRows.EntryOpenedAt) ?? DateTimeOffset.UnixEpoch;
        return string.Create(CultureInfo.InvariantCulture, $"{openedAt.UtcTicks:0000000000000000000}|{OutboxEntry.Parts(row.RowKey)[2]}");
    }

    private async Task<(IReadOnlyCollection<TableEntity> Rows, bool Cut)> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = new ConcurrentBag<TableEntity>();
        var cut = false;
        var options = new ParallelOptions { MaxDegreeOfParallelism = BucketsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            0,
            Keys.Buckets,
            options,
            async (number, token) =>
            {
                var filter = TableClient.CreateQueryFilter(
                    $"PartitionKey eq {Keys.Bucket(number)} and RowKey ge {Keys.Due + "|"} and RowKey lt {Keys.Due + "}"} and Account gt {""}"
                );
                // One read looks at no more than the service allows, also where most rows are other outbox entries.
                var page = await _table
                    .QueryAsync<TableEntity>(filter, MaxInBucket, ["RowKey", OrderRows.EntryAccount, OrderRows.EntryOpenedAt], token)
                    .AsPages()
                    .FirstAsync(token);
                foreach (var row in page.Values)
                    rows.Add(row);
                if (!string.IsNullOrEmpty(page.ContinuationToken))
                    cut = true;
            }
        );
        return (rows, cut);
    }

    /// <summary>The order; null when it is not open any more, or has nothing left but a share of a limit to give back.</summary>
    private async Task<Order?> FindAsync(string orderId, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(
            Keys.OrderBucket(orderId),
            Keys.Order(orderId),
            cancellationToken: cancellationToken
        );
        return
            row is { HasValue: true, Value: { } found }
            && OrderRows.Order(found) is { NextAction: not null } order
            && order.Status is not (OrderStatus.Completed or OrderStatus.Failed or OrderStatus.Rejected or OrderStatus.Expired)
            ? order
            : null;
    }

    [GeneratedRegex(@"^\d{19}\|(dep|wd)_[0-9a-z]{26}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
}

/// <summary>How many open orders accounts have.</summary>
/// <param name="ByAccount">As many as were counted; accounts without any are left out.</param>
/// <param name="Cut">The accounts that may have more.</param>
public sealed record OpenOrderCounts(IReadOnlyDictionary<string, int> ByAccount, IReadOnlySet<string> Cut);
