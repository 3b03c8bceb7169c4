using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

/// <summary>The design's rules read off a whole set of notices at once: a second opinion that knows no sequence and keeps no memory.</summary>
internal static class Verdict
{
    // Settled by a final notice that agrees; the first is the one to show.
    internal static readonly ReviewReason[] Weak = [ReviewReason.Overdue, ReviewReason.Unconfirmed, ReviewReason.OutcomeUnknown];

    public static (OrderStatus Status, ReviewReason? Reason) On(Order start, IReadOnlyList<Notice> all)
    {
        var notices = all.Select(notice => WithoutDust(start, notice)).ToList();
        var final = notices.Where(notice => notice.Status is NoticeStatus.Completed or NoticeStatus.Failed or NoticeStatus.Rejected).ToList();
        if (Reasons(start, notices, final) is { } reason)
            return (OrderStatus.NeedsReview, reason);
        if (final.Count > 0)
            return (Enum.Parse<OrderStatus>(final[0].Status.ToString()), null);
        foreach (var weak in Weak)
        {
            if (notices.Any(notice => notice.Doubt.HasFlag(weak)))
                return (OrderStatus.NeedsReview, weak);
        }

        if (notices.Any(notice => notice.Status == NoticeStatus.Pending))
            return (start.Kind == OrderKind.Deposit ? OrderStatus.Pending : OrderStatus.Processing, null);
        return (notices.Any(notice => notice.Status == NoticeStatus.Expired) ? OrderStatus.Expired : start.Status, null);
    }

    /// <summary>The highest reason but those that only say what is not known.</summary>
    private static ReviewReason? Reasons(Order start, IReadOnlyList<Notice> notices, List<Notice> final) =>
        Strong(start, notices, final, IsMoneyLeftOut(start, notices, final), IsDenied(start, notices, final))
            .Select(reason => (ReviewReason?)reason)
            .FirstOrDefault();

    /// <summary>All reasons but those that only say what is not known, the highest first.</summary>
    internal static IEnumerable<ReviewReason> Strong(Order start, IReadOnlyList<Notice> notices, List<Notice> final, bool leftOut, bool denied)
    {
        var completed = final.Where(notice => notice.Status == NoticeStatus.Completed).ToList();
        (ReviewReason Reason, bool Holds)[] table =
        [
            (
                ReviewReason.ConflictingStatus,
                final.DistinctBy(notice => notice.Status).Count() > 1
                    || Disagree(start, completed.Select(Paid))
                    || (!IsAskedFor(start) && Disagree(final.Select(notice => notice.TransactionId?.ToUpperInvariant())))
                    || leftOut
            ),
            (ReviewReason.ProviderDisagrees, denied),
            (
                ReviewReason.AddressMismatch,
                notices.Any(notice => notice.AddressOwnership == AddressOwnership.IssuedToAnother)
                    || Disagree(notices.Select(notice => notice.Address).Append(start.Address))
                    || Disagree(notices.Select(notice => notice.CustomerId).Append(start.CustomerId))
            ),
            (ReviewReason.UnknownAddress, notices.Any(notice => notice.AddressOwnership == AddressOwnership.NeverIssued)),
            (
                ReviewReason.CurrencyMismatch,
                Disagree(notices.Select(notice => notice.Currency?.ToUpperInvariant()).Append(start.Currency))
                    || Disagree(notices.Select(notice => notice.Network).Append(start.Network))
                    || (
                        start.Currency is not null
                        && Disagree(notices.Select(notice => notice.Transfer?.Currency.ToUpperInvariant()).Append(start.Currency))
                    )
            ),
            (
                ReviewReason.AmountMismatch,
                start.Request is { } request
                    && completed.Any(notice =>
                        notice.Amount != 0 && !IsRight(request, notice.Amount) && !notice.Doubt.HasFlag(ReviewReason.AmountOutOfRange)
                    )
            ),
            (ReviewReason.AmountOutOfRange, completed.Any(notice => notice.Amount == 0 && !notice.Doubt.HasFlag(ReviewReason.AmountOutOfRange))),
            (ReviewReason.EnteredByHand, false),
        ];
        return table.Where(row => row.Holds || notices.Any(notice => notice.Doubt.HasFlag(row.Reason))).Select(row => row.Reason);
    }

    /// <summary>A part or a transfer of what failed; a transfer of what is completed
    /// that no choice of transfers needs to make the amount up.</summary>
    internal static bool IsMoneyLeftOut(Order start, IReadOnlyList<Notice> notices, List<Notice> final)
    {
        var transfers = notices
            .Select(notice => notice.Transfer)
            .OfType<Transfer>()
            .Where(transfer =>
                !transfer.InProgress && transfer.Amount != 0 && transfer.Currency.Equals(start.Currency, StringComparison.OrdinalIgnoreCase)
            )
            .DistinctBy(transfer => transfer.Id)
            .ToList();
        var all = transfers.Sum(transfer => transfer.Amount);
        if (final.Any(notice => notice.Status == NoticeStatus.Failed))
            return !IsDust(start, all) || notices.Any(notice => notice is { InPart: true, Amount: { } part } && !IsDust(start, part));
        var settled = final.Where(notice => notice.Status == NoticeStatus.Completed).Select(Paid).FirstOrDefault(amount => amount is not null);
        return Disagree(start, [all, settled])
            && transfers.Count > 1
            && transfers.Any(extra => transfers.Where(other => other != extra).Sum(other => other.Amount) >= settled);
    }

    /// <summary>Two claims that differ, or one that no final notice may differ from.</summary>
    internal static bool IsDenied(Order start, IReadOnlyList<Notice> notices, List<Notice> final)
    {
        var claims = notices.Where(notice => notice.Claimed is not null).ToList();
        if (claims.Count == 0)
            return false;
        var words = claims
            .Select(claim => (Status: claim.Claimed!.Value, claim.Amount))
            .Concat(final.Select(notice => (notice.Status, Amount: Paid(notice))))
            .ToList();
        return words.DistinctBy(word => word.Status).Count() > 1
            || Disagree(start, words.Where(word => word.Status == NoticeStatus.Completed).Select(word => word.Amount))
            || (!IsAskedFor(start) && Disagree(final.Select(notice => notice.TransactionId?.ToUpperInvariant())));
    }

    /// <summary>A little of another coin says nothing; the generator's notices have a status of their own, which stands.</summary>
    internal static Notice WithoutDust(Order start, Notice notice) =>
        notice.Transfer is not { } transfer
        || transfer.Currency.Equals(start.Currency, StringComparison.OrdinalIgnoreCase)
        || !IsDust(start, transfer.Amount)
            ? notice
        : notice is { Status: NoticeStatus.Pending, Amount: null } && notice.Currency == transfer.Currency
            ? new Notice { Kind = notice.Kind, Status = NoticeStatus.Awaiting }
        : notice with { Transfer = null };

    private static bool IsDust(Order start, decimal amount) =>
        amount <= (start.Request is { } request ? request.Amount * (request.Amounts?.TolerancePercent ?? 0) / 100 : 0);

    /// <summary>From a percentage less to a percentage more, and without an end where any is taken.</summary>
    internal static bool IsRight(OrderRequest request, decimal? amount)
    {
        var rule = request.Amounts ?? new AmountRule();
        var least = rule.AcceptLess ? 0 : request.Amount * (100 - rule.TolerancePercent) / 100;
        var max = rule.AcceptMore ? decimal.MaxValue : request.Amount * (100 + rule.TolerancePercent) / 100;
        return amount >= least && amount <= max;
    }

    /// <summary>Amounts that differ, but for those that are each all that was asked for.</summary>
    internal static bool Disagree(Order start, IEnumerable<decimal?> said) =>
        said.OfType<decimal>().Select(amount => IsWhole(start, amount) ? -1 : amount).Distinct().Count() > 1;

    private static bool IsWhole(Order start, decimal amount) =>
        start.Request is { } request && IsRight(request with { Amounts = (request.Amounts ?? new AmountRule()) with { AcceptLess = false } }, amount);

    /// <summary>What it says was paid; null where it does not say, as by zero.</summary>
    private static decimal? Paid(Notice notice) => notice.Amount is 0 ? null : notice.Amount;

    private static bool IsAskedFor(Order start) => start is { Kind: OrderKind.Deposit, Request: not null };

    private static bool Disagree(IEnumerable<string?> said) => said.OfType<string>().Distinct().Count() > 1;
}
