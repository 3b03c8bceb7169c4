using PaymentHub.Deposits;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Callbacks;

/// <summary>Finds the name that an order of ours goes by, where a notice gives the provider's id alone.</summary>
public sealed class OrderResolver(IAddressBook addresses)
{
    /// <summary>
    /// The notice with our id, where there is a way to it. A withdrawal is never the provider's own, so its query is asked by its id,
    /// where there is one. A deposit may be, unless the money went to an address that was made for one payment: then it is
    /// evidence for that order, and never a second deposit.
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

    /// <summary>The payment whose own address a transfer went to; null when it is any other notice.</summary>
    public async Task<string?> PaymentOfAsync(Account account, Notice notice, CancellationToken cancellationToken) =>
        notice is { Kind: OrderKind.Deposit, OrderId: null, Address: { } address } && account.Provider.IssuesAddresses
            ? await addresses.FindPaymentAsync(account, address, cancellationToken)
            : null;

    /// <summary>
    /// What a transfer to a payment's address says about the payment. How much has come together, and whether that is all, is the
    /// provider's to say: a transfer may be a part. But one that is done is kept with it: the provider may not count it any more.
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
        // One that failed moved nothing, and neither did one of zero.
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
            // The payment has not caught up with its transfer, or the transfer is of a coin that it does not count.
            ProviderResult<Notice>.Good or ProviderResult<Notice>.Absent => new ProviderResult<Notice>.Good(seen),
            var unusable => unusable,
        };
    }
}
