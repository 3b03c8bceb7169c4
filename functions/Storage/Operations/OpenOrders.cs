using System.Collections.Concurrent;
using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Merchants.Lists;
using PaymentHub.Orders;

namespace PaymentHub.Storage.Operations;

/// <summary>
/// Counts the orders that the hub has work with: withdrawals and deposits under way, payment pages that may still be paid. And those that
/// wait for a person's approval. It counts what a bounded number of reads shows, and says whether that was all.
/// </summary>
public sealed class OpenOrders(StorageClients storage, IOrderLists lists)
{
    /// <summary>The column of an order's promise with the order's account.</summary>
    internal const string Account = "Account";

    /// <summary>So many are counted in each of the 64 buckets, as come in one read; whoever has more open knows it without the count.</summary>
    private const int MostInBucket = 1_000;

    /// <summary>How many of a merchant's withdrawals that await approval are counted: one less than a list reads at once.</summary>
    private const int MostAwaiting = 999;

    private const int BucketsAtOnce = 8;

    private readonly TableClient _table = storage.Table(TableNames.Orders);

    /// <summary>How many each of these accounts has; accounts without any are left out.</summary>
    public async Task<OpenOrderCounts> CountAsync(IReadOnlyList<Account> accounts, CancellationToken cancellationToken)
    {
        var counts = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var cut = new ConcurrentBag<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = BucketsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, Keys.Buckets, options, async (number, token) =>
        {
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {Keys.Bucket(number)} and RowKey ge {Keys.Due + "|"} and RowKey lt {Keys.Due + "}"} and Account gt {""}");
            // One read looks at no more than the service allows, also where most rows are other promises.
            var page = await _table.QueryAsync<TableEntity>(filter, MostInBucket, [Account], token).AsPages().FirstAsync(token);
            foreach (var row in page.Values)
                Count(row.GetString(Account)!);
            if (!string.IsNullOrEmpty(page.ContinuationToken))
                foreach (var account in accounts)
                    cut.Add(account.Id);
        });

        // What awaits approval is nobody's work and has no promise: the lists have it.
        foreach (var merchant in accounts.Where(account => account.Withdrawals.NeedsApproval).GroupBy(account => account.MerchantId))
        {
            var awaiting = new OrderFilter(OrderKind.Withdrawal, null, OrderStatus.AwaitingApproval, null, null, null);
            var page = await lists.ReadAsync(merchant.Key, awaiting, null, MostAwaiting, cancellationToken);
            foreach (var order in page.Items)
                Count(order.AccountId);
            if (page.Next is not null)
                foreach (var account in merchant)
                    cut.Add(account.Id);
        }

        return new OpenOrderCounts(counts, cut.ToHashSet(StringComparer.Ordinal));

        void Count(string account) => counts.AddOrUpdate(account, 1, (_, count) => count + 1);
    }
}
