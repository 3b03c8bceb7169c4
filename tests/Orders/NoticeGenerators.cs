using FsCheck;
using FsCheck.Fluent;
using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

/// <summary>A start and the notices about it, from values so few that they agree, repeat and contradict each other often.</summary>
/// <param name="Start">The order before its first notice.</param>
/// <param name="Notices">What arrives, in this order.</param>
/// <param name="Shuffled">The same, in another order.</param>
internal sealed record Story(Order Start, IReadOnlyList<Notice> Notices, IReadOnlyList<Notice> Shuffled)
{
    // FsCheck prints a failing case with this: what matters, and nothing else.
    public override string ToString() =>
        $"{Start.Kind} {Start.Status}{Environment.NewLine}  {string.Join($"{Environment.NewLine}  ", Notices)}{Environment.NewLine}shuffled{Environment.NewLine}  {string.Join($"{Environment.NewLine}  ", Shuffled)}";
}

internal static class NoticeGenerators
{
    private const int MaxNotices = 6;

    internal static readonly Transfer[] Transfers =
    [
        new("1", 10, "CNY"),
        new("2", 4, "cny"),
        new("3", 6, "CNY"),
        new("4", 0.5m, "CNY"),
        new("5", 0, "CNY"),
        new("6", 6, "CNY") { InProgress = true },
        new("7", 10, "USDT"),
        new("8", 0.5m, "USDT"),
    ];

    private static readonly Order[] Starts =
    [
        Samples.ProviderDeposit,
        Samples.MerchantDeposit,
        Samples.MerchantDeposit with
        {
            Request = Samples.MerchantDeposit.Request! with { Amounts = new AmountRule { TolerancePercent = 10 } },
        },
        Samples.MerchantDeposit with
        {
            Request = Samples.MerchantDeposit.Request! with { Amounts = new AmountRule { AcceptLess = true } },
        },
        Samples.MerchantDeposit with
        {
            Request = Samples.MerchantDeposit.Request! with { Amounts = new AmountRule { AcceptMore = true } },
        },
        Samples.Withdrawal,
        Samples.Withdrawal with
        {
            Status = OrderStatus.Created,
        },
        Samples.Withdrawal with
        {
            Status = OrderStatus.Submitting,
        },
        Samples.ProviderDeposit with
        {
            Kind = OrderKind.Withdrawal,
            Status = OrderStatus.Submitted,
        },
    ];

    public static Arbitrary<Story> Stories { get; } =
        Arb.From(
            from start in Gen.Elements(Starts)
            from count in Gen.Choose(1, MaxNotices)
            from notices in Notices(start).ArrayOf(count)
            from shuffled in Gen.Shuffle(notices)
            select new Story(start, notices, shuffled),
            Shrink
        );

    private static Gen<Notice> Notices(Order start) =>
        from status in Gen.Elements(Enum.GetValues<NoticeStatus>())
        from amount in Gen.Elements<decimal?>(null, 10m, 10m, 10.00m, 10m, 11m, 12m, 8m, 0m)
        from currency in Mostly(null, "CNY", "cny", "USDT")
        from network in Mostly(null, "mpay", "tron")
        from address in Mostly(null, "TA", "TB")
        from customer in Mostly("u-1", "u-1", "u-2")
        from transaction in Mostly(null, "0f", "0F", "1e")
        from ownership in Gen.Frequency((20, Gen.Constant(AddressOwnership.NotChecked)), (1, Gen.Elements(Enum.GetValues<AddressOwnership>())))
        from doubt in Gen.Frequency(
            (20, Gen.Constant(ReviewReason.None)),
            (2, Gen.Elements(ReviewReason.OutcomeUnknown, ReviewReason.Overdue)),
            (2, Gen.Constant(ReviewReason.Unconfirmed)),
            // No notice says that an operator has reopened an order.
            (1, Gen.Elements(Enum.GetValues<ReviewReason>().Where(reason => reason != ReviewReason.Reopened).ToArray()))
        )
        from claimed in Gen.Elements(NoticeStatus.Completed, NoticeStatus.Completed, NoticeStatus.Failed)
        from part in Gen.Elements(false, false, true)
        from transfer in Gen.Frequency((5, Gen.Constant<Transfer?>(null)), (4, Gen.Elements<Transfer?>(Transfers)))
        let invoice = start is { Kind: OrderKind.Deposit, Request: not null }
        select new Notice
        {
            Kind = start.Kind,
            Status = status,
            Amount = amount,
            Currency = currency,
            Network = network,
            Address = address,
            CustomerId = customer,
            TransactionId = transaction,
            // Only what a merchant has asked for has parts, and an address of its own.
            InPart = invoice && part && status == NoticeStatus.Pending,
            Transfer = invoice ? transfer : null,
            AddressOwnership = ownership,
            Doubt = doubt,
            Claimed = status == NoticeStatus.Pending && doubt == ReviewReason.Unconfirmed ? claimed : null,
        };

    // Nothing that contradicts anything, most of the time: else every story would end in review at once.
    private static Gen<string?> Mostly(string? usual, params string?[] values) =>
        Gen.Frequency((20, Gen.Constant<string?>(null)), (9, Gen.Constant(usual)), (1, Gen.Elements(values)));

    private static IEnumerable<Story> Shrink(Story story) =>
        story.Notices.Count == 1
            ? []
            : story.Notices.Select(left => story with { Notices = Without(story.Notices, left), Shuffled = Without(story.Shuffled, left) });

    private static Notice[] Without(IReadOnlyList<Notice> notices, Notice left)
    {
        var kept = notices.ToList();
        kept.Remove(left);
        return [.. kept];
    }
}
