using PaymentHub.Deposits;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Callbacks;

/// <summary>Finds our id of an order if a notice has only the provider's id.</summary>
public sealed class OrderResolver(IAddressBook addresses)
{
    /// <summary>
    /// The notice with our id, if that can be found. A withdrawal is never created by the provider, so the provider is queried by its id, if there is
    /// one. A deposit may be, unless the money went to an address that was made for one payment order: then it is evidence for that order, and never
    /// a second deposit.
    /// </summary>
    public async Task<ProviderResult<Notice>> ResolveAsync(Account account, Notice notice, CancellationToken cancellationToken)
    {
        if (await PaymentOfAsync(account, notice, cancellationToken) is { } orderId)
            return await EvidenceAsync(account, orderId, notice, cancellationToken);
        if (notice is not { Kind: OrderKind.Withdrawal, OrderId: null, ProviderOrderId: not null } || !account.Provider.AnswersQueries(notice.Kind))
            return new ProviderResult<Notice>.Good(notice);

        return await account.Provider.AskAsync(notice.Reference, cancellationToken) switch
        {
            ProviderResult<Notice>.Good answer => new ProviderResult<Notice>.Good(notice with { OrderId = answer.Value.OrderId }),
            ProviderResult<Notice>.Absent => new ProviderResult<Notice>.Good(notice),
            var unusable => unusable,
        };
    }

    /// <summary>The payment order whose own address a transfer went to; null for any other notice.</summary>
    public async Task<string?> PaymentOfAsync(Account account, Notice notice, CancellationToken cancellationToken) =>
        notice is { Kind: OrderKind.Deposit, OrderId: null, Address: { } address } && account.Provider.IssuesAddresses
            ? await addresses.FindPaymentAsync(account, address, cancellationToken)
            : null;

    /// <summary>
    /// What a transfer to a payment order's address says about that order. Only the provider can say how much has arrived in all, and whether that is
    /// everything: a transfer may be a part. But a completed transfer is stored with the order, because the provider may not count it any more.
    /// </summary>
    private static async Task<ProviderResult<Notice>> EvidenceAsync(
        Account account,
        string orderId,
        Notice transfer,
        CancellationToken cancellationToken
    )
    {
        var about = new Notice
        {
            Kind = OrderKind.Deposit,
            Status = NoticeStatus.Awaiting,
            OrderId = orderId,
        };
        // A failed one moved nothing, and neither did one of zero.
        if (transfer.Status == NoticeStatus.Failed || transfer.Amount == 0)
            return new ProviderResult<Notice>.Good(about);
        var seen = about with
        {
            Status = NoticeStatus.Pending,
            Currency = transfer.Currency,
            Network = transfer.Network,
            Address = transfer.Address,
            FromAddress = transfer.FromAddress,
            TransactionId = transfer.TransactionId,
            Transfer = transfer is { ProviderOrderId: { } id, Amount: { } amount, Currency: { } currency }
                ? new Transfer(id, amount, currency) { InProgress = transfer.Status != NoticeStatus.Completed }
                : null,
        };
        return await account.Provider.AskAsync(about.Reference, cancellationToken) switch
        {
            ProviderResult<Notice>.Good { Value.Status: not NoticeStatus.Awaiting } answer => new ProviderResult<Notice>.Good(
                answer.Value with
                {
                    OrderId = orderId,
                    Transfer = seen.Transfer,
                }
            ),
            // The payment order lags behind its transfer, or the transfer is in a coin that it does not count.
            ProviderResult<Notice>.Good or ProviderResult<Notice>.Absent => new ProviderResult<Notice>.Good(seen),
            var unusable => unusable,
        };
    }
}
