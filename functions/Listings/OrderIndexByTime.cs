using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Listings;

/// <summary>Our own list of orders, a day's partition at a time.</summary>
public sealed class OrderIndexByTime(StorageClients storage)
{
    private readonly TableClient _table = storage.Table(TableNames.Listing);

    /// <summary>An account's orders of a kind that we have known of since a time within a range, newest day first.</summary>
    public async IAsyncEnumerable<Order> ListAsync(
        Account account,
        OrderKind kind,
        TimeRange range,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (var day = range.To.UtcDateTime.Date; day >= range.From.UtcDateTime.Date; day = day.AddDays(-1))
        {
            // A day's partition holds the merchant's other accounts too.
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {Keys.DayListing(account.MerchantId, kind, KeyText.Day(new DateTimeOffset(day, TimeSpan.Zero)))} and Account eq {account.Id}"
            );
            await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            {
                if (OrderRows.Order(row) is { } order && order.CreatedAt >= range.From && order.CreatedAt <= range.To)
                    yield return order;
            }
        }
    }

    /// <summary>The newest of a merchant's orders of a kind that were created on the day of a time, UTC: one read.</summary>
    public async Task<IReadOnlyList<Order>> NewestAsync(
        string merchantId,
        OrderKind kind,
        DateTimeOffset day,
        int max,
        CancellationToken cancellationToken
    ) =>
        [
            .. (await _table.ReadRangeAsync(Keys.DayListing(merchantId, kind, KeyText.Day(day)), "", "~", max, cancellationToken)).Select(
                OrderRows.Order
            ),
        ];

    /// <summary>Whether an account has any order of a kind, of whatever time. Looks
    /// through every day that its merchant has orders of, if need be.</summary>
    public async Task<bool> AnyAsync(Account account, OrderKind kind, CancellationToken cancellationToken)
    {
        var days = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.DaysListing(account.MerchantId, kind)}");
        await foreach (var day in _table.QueryAsync<TableEntity>(days, select: ["RowKey"], cancellationToken: cancellationToken))
        {
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {Keys.DayListing(account.MerchantId, kind, KeyText.InvertedDay(day.RowKey))} and Account eq {account.Id}"
            );
            if (
                await _table
                    .QueryAsync<TableEntity>(filter, maxPerPage: 1, select: ["RowKey"], cancellationToken: cancellationToken)
                    .AnyAsync(cancellationToken)
            )
            {
                return true;
            }
        }

        return false;
    }
}
