using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Callbacks;

/// <summary>Finds the name that an order of ours goes by, where a callback gives the provider's id alone.</summary>
public static class OrderNaming
{
    /// <summary>
    /// The notice with our id, where there is a way to it. Deposits may be the provider's own; a withdrawal never is, so the
    /// provider's query is asked by its id, where there is one.
    /// </summary>
    public static async Task<ProviderResult<Notice>> NameAsync(Account account, Notice notice, CancellationToken cancellationToken)
    {
        if (notice is not { Kind: OrderKind.Withdrawal, OrderId: null, ProviderOrderId: not null } || !account.Provider.AnswersQueries(notice.Kind))
            return new ProviderResult<Notice>.Good(notice);

        return await account.Provider.AskAsync(notice, cancellationToken) switch
        {
            ProviderResult<Notice>.Good answer => new ProviderResult<Notice>.Good(notice with { OrderId = answer.Value.OrderId }),
            ProviderResult<Notice>.Absent => new ProviderResult<Notice>.Good(notice),
            var unusable => unusable,
        };
    }
}
