using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Deposits;

/// <summary>A customer's newest orders, from the list by customer: one range of one partition.</summary>
public sealed class RecentDepositIndex(StorageClients storage)
{
    // A page shows one; the others are withdrawals, or other accounts' and addresses' deposits.
    private const int MaxRead = 25;

    private readonly TableClient _table = storage.Table(TableNames.Listing);

    /// <summary>The deposits of a customer at an account that we have known of since a
    /// time, newest first, as of their last event; only so many.</summary>
    public async Task<IReadOnlyList<Order>> ListAsync(Account account, string customerId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var rows = await _table.ReadRangeAsync(
            Keys.CustomerListing(account.MerchantId, customerId),
            "",
            KeyText.Inverted(since) + "}",
            MaxRead,
            cancellationToken
        );
        return [.. rows.Select(OrderRows.Order).Where(order => order.Kind == OrderKind.Deposit && order.AccountId == account.Id)];
    }
}
