using System.Text.Json.Serialization;

namespace PaymentHub.Orders;

/// <summary>The transfers to an order's own address, and whether its provider's final outcome leaves any of them out.</summary>
internal static class TransferLog
{
    // An address can be sent dust without end, and an order's row has to stay small.
    private const int Max = 50;

    /// <summary>
    /// The notice without the effects of a little of another coin. Its worth is not known here, so the tolerance of the order's own currency is used:
    /// anybody can send dust to an address that is shown on a page.
    /// </summary>
    public static Notice WithoutDust(Order order, Notice notice)
    {
        if (
            notice.Transfer is not { } transfer
            || IsOwn(order, transfer)
            || order.Request is not { } request
            || !request.Rule.Ignores(transfer.Amount, request.Amount)
        )
        {
            return notice;
        }
        // What the provider says about the payment itself stays; if it said nothing, the transfer was the only news.
        return notice is { Status: NoticeStatus.Pending, Amount: null } && notice.Currency == transfer.Currency
            ? new Notice
            {
                Kind = notice.Kind,
                Status = NoticeStatus.Awaiting,
                OrderId = notice.OrderId,
            }
            : notice with
            {
                Transfer = null,
            };
    }

    /// <summary>
    /// The order's transfers with one more; unchanged if it is known, or not in the order's currency. If there are too many, the largest are kept, so
    /// that dust cannot hide a payment.
    /// </summary>
    public static IReadOnlyList<Transfer>? With(Order order, Transfer? transfer)
    {
        if (transfer is not { InProgress: false, Amount: > 0 } || !IsOwn(order, transfer))
            return order.Transfers;
        var known = order.Transfers ?? [];
        if (known.Any(one => one.Id == transfer.Id))
            return order.Transfers;
        if (known.Count < Max)
            return [.. known, transfer];
        var least = known.OrderBy(one => one.Amount).ThenBy(one => one.Id, StringComparer.Ordinal).First();
        return least.Amount < transfer.Amount ? [.. known.Where(one => one != least), transfer] : order.Transfers;
    }

    /// <summary>
    /// Whether money arrived that the final outcome does not count: any, if that is a failure; if it names an amount, a transfer that is not needed
    /// because the others add up to it. There is no alarm if a provider counts a little less than arrived, if several transfers add up to the amount,
    /// or if the order's rule would have accepted that much more.
    /// </summary>
    public static bool IsLeftOut(OrderRequest? request, FinalOutcome? final, decimal? part, IReadOnlyList<Transfer>? transfers)
    {
        var (rule, expected) = (request?.Rule ?? AmountRule.Exact, request?.Amount ?? 0);
        var sum = transfers?.Sum(one => one.Amount) ?? 0;
        return final switch
        {
            { Status: NoticeStatus.Failed } => (part is not null || transfers is not null) && !rule.Ignores(Math.Max(part ?? 0, sum), expected),
            { Status: NoticeStatus.Completed, Amount: { } settled } when transfers is { Count: > 1 } => sum - transfers.Min(one => one.Amount)
                >= settled
                && !rule.AreOne(sum, settled, expected),
            _ => false,
        };
    }

    private static bool IsOwn(Order order, Transfer transfer) => transfer.Currency.Equals(order.Currency, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A transfer to the address of one order. Its amount may be only a part of the order's.</summary>
/// <param name="Id">The provider's id of it.</param>
/// <param name="Amount">In units of the currency.</param>
/// <param name="Currency">The currency's symbol.</param>
public sealed record Transfer(string Id, decimal Amount, string Currency)
{
    /// <summary>Whether it is still on its way: then it is not money that has come.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool InProgress { get; init; }
}
