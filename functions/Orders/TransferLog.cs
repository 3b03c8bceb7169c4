using System.Text.Json.Serialization;

namespace PaymentHub.Orders;

/// <summary>What an order remembers of the transfers to its own address, and whether its provider's last word leaves any of them out.</summary>
internal static class TransferLog
{
    // An address can be sent dust without end, and an order's row has to stay small.
    private const int Max = 50;

    /// <summary>
    /// The notice without what only a little of another coin has caused. How much that is worth nobody knows here; what the order's own
    /// rule would pass over of its currency is passed over of any: anybody can send such a thing to an address that stands on a page.
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
        // What the provider says of the payment itself stands; where it said nothing, the transfer was all that there was to tell.
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
    /// The order's transfers with one more; the very same when it is known, or is not money of the order's. When there are too many, the
    /// largest are kept: what was sent to hide a payment does not.
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
    /// Whether money came that the final outcome does not count: any, when that is a failure; when it names an amount, a transfer that is
    /// not needed for it because the others make it up. So no alarm is raised where a provider counts a little less than came, or
    /// has several transfers make up an amount; nor where the order's own rule would have taken that much more.
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

/// <summary>A transfer to the address that was made for one order. Its amount may be a part of what the order comes to.</summary>
/// <param name="Id">The provider's id of it.</param>
/// <param name="Amount">In units of the currency.</param>
/// <param name="Currency">The currency's symbol.</param>
public sealed record Transfer(string Id, decimal Amount, string Currency)
{
    /// <summary>Whether it is still on its way: then it is not money that has come.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool InProgress { get; init; }
}
