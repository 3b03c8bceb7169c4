namespace PaymentHub.Orders;

/// <summary>What an order remembers of the transfers to its own address, and whether its provider's last word leaves any of them out.</summary>
internal static class TransferMemory
{
    // Beyond this nothing is added: an address can be sent dust without end, and an order's row has to stay small.
    private const int Most = 50;

    /// <summary>The order's transfers with one more; the very same when it is known, or of another coin, which is a mismatch of its own.</summary>
    public static IReadOnlyList<Transfer>? With(Order order, Transfer? transfer)
    {
        if (transfer is null || !transfer.Currency.Equals(order.Currency, StringComparison.OrdinalIgnoreCase))
            return order.Transfers;
        var known = order.Transfers ?? [];
        return known.Count >= Most || known.Any(one => one.Id == transfer.Id) ? order.Transfers : [.. known, transfer];
    }

    /// <summary>
    /// Whether money came that the final word does not count: any, when that is a failure; when it names an amount, a transfer that is
    /// not needed for it because the others make it up. So no alarm is raised where a provider counts a little less than came, or
    /// has several transfers make up an amount.
    /// </summary>
    public static bool IsLeftOut(FinalWord? final, decimal? part, IReadOnlyList<Transfer>? transfers) => final switch
    {
        { Status: NoticeStatus.Failed } => part is not null || transfers is not null,
        { Status: NoticeStatus.Completed, Amount: { } settled } when transfers is { Count: > 1 } =>
            transfers.Sum(one => one.Amount) - transfers.Min(one => one.Amount) >= settled,
        _ => false,
    };
}
