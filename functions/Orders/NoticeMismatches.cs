using PaymentHub.Money;

namespace PaymentHub.Orders;

/// <summary>Where a notice differs from what is known about its order.</summary>
internal static class NoticeMismatches
{
    /// <summary>
    /// Everything in a notice that does not match our address book, what was asked for (stored in the order from its start), or what earlier notices
    /// said.
    /// </summary>
    public static ReviewReason Of(Order order, Notice notice)
    {
        var reasons =
            notice.Doubt
            | notice.AddressOwnership switch
            {
                AddressOwnership.IssuedToAnother => ReviewReason.AddressMismatch,
                AddressOwnership.NeverIssued => ReviewReason.UnknownAddress,
                _ => ReviewReason.None,
            };
        // The amount is checked only on completion: a payment in progress may still grow, and a failed one moved nothing. "Completed" without an
        // amount does not prove the right one, and zero is not a payment, whatever a rule would accept.
        if (notice is { Status: NoticeStatus.Completed, Amount: 0 })
        {
            reasons |= ReviewReason.AmountOutOfRange;
        }
        else if (
            notice.Status == NoticeStatus.Completed
            && (
                order.Request is { } request
                    ? !OrderMachine.IsRight(request, notice.Amount)
                    : order.Entry is { } entry && notice.Amount is { } said && said != (order.FinalOutcome?.Amount ?? entry.Amount)
            )
            && !notice.Doubt.HasFlag(ReviewReason.AmountOutOfRange)
        )
        {
            reasons |= ReviewReason.AmountMismatch;
        }

        if (
            Differs(notice.Currency, order.Currency, StringComparison.OrdinalIgnoreCase)
            || Differs(notice.Network, order.Network)
            || Differs(notice.Transfer?.Currency, order.Currency, StringComparison.OrdinalIgnoreCase)
        )
        {
            reasons |= ReviewReason.CurrencyMismatch;
        }

        return DifferInAddress(notice.Address, order.Address) || Differs(notice.CustomerId, order.CustomerId)
            ? reasons | ReviewReason.AddressMismatch
            : reasons;
    }

    private static bool DifferInAddress(string? said, string? expected) =>
        Differs(said is null ? null : AddressFormat.Canonical(said), expected is null ? null : AddressFormat.Canonical(expected));

    private static bool Differs(string? said, string? expected, StringComparison comparison = StringComparison.Ordinal) =>
        said is not null && expected is not null && !string.Equals(said, expected, comparison);
}
