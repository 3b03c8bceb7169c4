using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

/// <summary>The design's rules read off a whole set of notices at once: a second opinion that knows no sequence and keeps no memory.</summary>
internal static class Verdict
{
    public static (OrderStatus Status, ReviewReason? Reason) On(Order start, IReadOnlyList<Notice> notices)
    {
        var final = notices.Where(notice => notice.Status is NoticeStatus.Completed or NoticeStatus.Failed or NoticeStatus.Rejected).ToList();
        if (Reasons(start, notices, final) is { } reason)
            return (OrderStatus.NeedsReview, reason);
        if (final.Count > 0)
            return (Enum.Parse<OrderStatus>(final[0].Status.ToString()), null);
        foreach (var weak in (ReviewReason[])[ReviewReason.Overdue, ReviewReason.OutcomeUnknown])
            if (notices.Any(notice => notice.Doubt.HasFlag(weak)))
                return (OrderStatus.NeedsReview, weak);
        if (notices.Any(notice => notice.Status == NoticeStatus.Pending))
            return (start.Kind == OrderKind.Deposit ? OrderStatus.Pending : OrderStatus.Processing, null);
        return (notices.Any(notice => notice.Status == NoticeStatus.Expired) ? OrderStatus.Expired : start.Status, null);
    }

    /// <summary>The highest reason but those that only say what is not known.</summary>
    private static ReviewReason? Reasons(Order start, IReadOnlyList<Notice> notices, List<Notice> final)
    {
        var completed = final.Where(notice => notice.Status == NoticeStatus.Completed).ToList();
        (ReviewReason Reason, bool Holds)[] table =
        [
            (ReviewReason.ConflictingStatus,
                final.DistinctBy(notice => notice.Status).Count() > 1 || Disagree(completed.Select(notice => notice.Amount?.ToString("0.00", null)))
                || Disagree(final.Select(notice => notice.TransactionId?.ToUpperInvariant())) || IsMoneyLeftOut(start, notices, final)),
            (ReviewReason.ProviderDisagrees, false),
            (ReviewReason.AddressMismatch,
                notices.Any(notice => notice.Issuance == Issuance.IssuedToAnother)
                || Disagree(notices.Select(notice => notice.Address).Append(start.Address))
                || Disagree(notices.Select(notice => notice.CustomerId).Append(start.CustomerId))),
            (ReviewReason.UnknownAddress, notices.Any(notice => notice.Issuance == Issuance.NeverIssued)),
            (ReviewReason.CurrencyMismatch,
                Disagree(notices.Select(notice => notice.Currency?.ToUpperInvariant()).Append(start.Currency))
                || Disagree(notices.Select(notice => notice.Network).Append(start.Network))),
            (ReviewReason.AmountMismatch, start.Request is { } request && completed.Any(notice => !IsRight(request, notice.Amount) && !notice.Doubt.HasFlag(ReviewReason.AmountOutOfRange))),
            (ReviewReason.AmountOutOfRange, false),
        ];
        return table.Where(row => row.Holds || notices.Any(notice => notice.Doubt.HasFlag(row.Reason))).Select(row => (ReviewReason?)row.Reason).FirstOrDefault();
    }

    /// <summary>A part or a transfer of what failed; a transfer of what is completed that no choice of transfers needs to make the amount up.</summary>
    private static bool IsMoneyLeftOut(Order start, IReadOnlyList<Notice> notices, List<Notice> final)
    {
        var transfers = notices.Select(notice => notice.Transfer).OfType<Transfer>()
            .Where(transfer => transfer.Currency.Equals(start.Currency, StringComparison.OrdinalIgnoreCase)).DistinctBy(transfer => transfer.Id).ToList();
        if (final.Any(notice => notice.Status == NoticeStatus.Failed))
            return transfers.Count > 0 || notices.Any(notice => notice is { InPart: true, Amount: not null });
        var settled = final.Where(notice => notice.Status == NoticeStatus.Completed).Select(notice => notice.Amount).FirstOrDefault(amount => amount is not null);
        return transfers.Count > 1 && transfers.Any(extra => transfers.Where(other => other != extra).Sum(other => other.Amount) >= settled);
    }

    /// <summary>From a percentage less to a percentage more, and without an end where any is taken.</summary>
    private static bool IsRight(OrderRequest request, decimal? amount)
    {
        var rule = request.Amounts ?? new AmountRule();
        var least = rule.AcceptLess ? 0 : request.Amount * (100 - rule.TolerancePercent) / 100;
        var most = rule.AcceptMore ? decimal.MaxValue : request.Amount * (100 + rule.TolerancePercent) / 100;
        return amount >= least && amount <= most;
    }

    private static bool Disagree(IEnumerable<string?> said) => said.OfType<string>().Distinct().Count() > 1;
}
