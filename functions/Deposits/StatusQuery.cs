using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Deposits;

/// <summary>How a provider is asked about an order, and what its answer says about it.</summary>
internal static class StatusQuery
{
    /// <summary>Whether its provider can be asked about it: what an operator has entered by
    /// hand, and no provider has told of, goes by no name that it knows.</summary>
    public static bool IsPossible(Account account, Order order) =>
        account.Provider.AnswersQueries(order.Kind) && (order.Request ?? (object?)order.ProviderOrderId) is not null;

    /// <summary>The question: orders that we made go by our id, with the provider's when it is known; those that it made go by its own.</summary>
    public static OrderReference About(Order order) => new(order.Kind, order.Request is null ? null : order.Id, order.ProviderOrderId);

    /// <summary>The answer as a notice.</summary>
    public static Notice Confirmed(Account account, Order order, Notice answer) =>
        account.Provider.AsProof(answer) with
        {
            OrderId = order.Request is null ? null : order.Id,
            Confirmed = true,
        };
}
