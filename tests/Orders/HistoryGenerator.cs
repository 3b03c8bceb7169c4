using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

/// <summary>
/// A history of one order, made of a number: a start, and what happens to it, from values so few that they agree, repeat and contradict each other
/// often. <see cref="Name"/> tells it from others, whatever number it was made of.
/// </summary>
internal sealed class HistoryGenerator(ulong seed)
{
    private const int MaxSteps = 12;

    private static readonly TimeSpan[] Pauses =
    [
        default,
        default,
        .. new[] { 1, 1, 20, 40, 700, 1_500 }.Select(minutes => TimeSpan.FromMinutes(minutes)),
    ];
    private static readonly decimal?[] Amounts = [null, 10m, 10m, 10.00m, 10m, 11m, 12m, 8m, 0m];
    private static readonly string?[] Currencies = [null, "CNY", "cny", "USDT"];
    private static readonly string?[] Networks = [null, "mpay", "tron"];
    private static readonly string?[] Addresses = [null, "TA", "TB"];
    private static readonly string?[] Customers = ["u-1", "u-1", "u-2"];
    private static readonly string?[] Transactions = [null, "0f", "0F", "1e"];

    private static readonly ReviewReason[] Doubts =
    [
        ReviewReason.OutcomeUnknown,
        ReviewReason.Overdue,
        ReviewReason.Unconfirmed,
        ReviewReason.Unconfirmed,
        ReviewReason.AmountOutOfRange,
        ReviewReason.ProviderDisagrees,
        ReviewReason.UnknownAddress,
    ];

    private static readonly StepKind[] OfDeposits =
    [
        StepKind.Hear,
        StepKind.Hear,
        StepKind.Hear,
        StepKind.Hear,
        StepKind.AskAboutDeposit,
        StepKind.AskAboutDeposit,
        StepKind.MissDeposit,
        StepKind.Cancel,
        StepKind.Resolve,
        StepKind.Reopen,
    ];

    private static readonly StepKind[] OfWithdrawals =
    [
        .. Enum.GetValues<StepKind>().Except([StepKind.AskAboutDeposit, StepKind.MissDeposit, StepKind.Cancel]),
        StepKind.Hear,
        StepKind.Hear,
        StepKind.Begin,
        StepKind.Begin,
        StepKind.Begin,
        StepKind.Accept,
        StepKind.MarkUnknown,
        StepKind.NotFound,
        StepKind.Resolve,
    ];

    private static readonly ScheduledAction Submit = new(ActionKind.Submit, Samples.Noon);
    private static readonly ScheduledAction Poll = new(ActionKind.Poll, Samples.Noon);

    private static readonly Order[] Starts =
    [
        Samples.ProviderDeposit,
        .. new AmountRule?[]
        {
            null,
            new() { TolerancePercent = 10 },
            new() { AcceptLess = true },
            new() { AcceptMore = true },
        }.Select(rule => Samples.MerchantDeposit with { Request = Samples.MerchantDeposit.Request! with { Amounts = rule }, NextAction = Poll }),
        Samples.Withdrawal with
        {
            Status = OrderStatus.Created,
            NextAction = Submit,
        },
        Samples.Withdrawal with
        {
            Status = OrderStatus.Created,
            NextAction = Submit,
        },
        Samples.Withdrawal with
        {
            Status = OrderStatus.AwaitingApproval,
            NextAction = new(ActionKind.Expire, Samples.Noon + TimeSpan.FromDays(1)),
        },
        Samples.ProviderDeposit with
        {
            Kind = OrderKind.Withdrawal,
            Status = OrderStatus.Submitted,
            NextAction = Poll,
        },
    ];

    private ulong _state = seed;

    /// <summary>The start and the steps, in one number.</summary>
    public ulong Name { get; private set; }

    public (Order Start, List<HistoryStep> Steps) Make()
    {
        var start = Pick(Starts);
        var steps = new List<HistoryStep>();
        for (var count = 1 + Next(MaxSteps); count > 0; count--)
            // What comes twice may come much later, too.
            steps.Add(steps.Count > 0 && Next(6) == 0 ? Pick(steps) : Step(start));
        return (start, steps);
    }

    private HistoryStep Step(Order start)
    {
        var kind = Pick(start.Kind == OrderKind.Deposit ? OfDeposits : OfWithdrawals);
        var isAsked = kind is StepKind.AskAboutDeposit or StepKind.Cancel;
        return new HistoryStep(
            kind,
            Pick(Pauses),
            Next(8) == 0,
            Next(2) == 0,
            kind == StepKind.AskAboutDeposit && Next(2) == 0,
            kind is StepKind.Hear or StepKind.AskAboutWithdrawal || (isAsked && Next(3) > 0) ? Notice(start) : null,
            kind == StepKind.Resolve ? Pick([ResolutionOutcome.Completed, ResolutionOutcome.Failed, ResolutionOutcome.Resubmit]) : default
        );
    }

    private Notice Notice(Order start)
    {
        var invoice = start is { Kind: OrderKind.Deposit, Request: not null };
        var status = (NoticeStatus)Next(6);
        var doubt = Next(8) == 0 ? Pick(Doubts) : ReviewReason.None;
        return new Notice
        {
            Kind = start.Kind,
            Status = status,
            Amount = Pick(Amounts),
            Currency = Seldom(start.Kind == OrderKind.Deposit ? null : "USDT", Currencies),
            Network = Seldom(null, Networks),
            Address = Seldom(null, Addresses),
            CustomerId = Seldom("u-1", Customers),
            TransactionId = Seldom(null, Transactions),
            // Only what a merchant has asked for has parts, and an address of its own.
            InPart = invoice && status == NoticeStatus.Pending && Next(3) == 0,
            Transfer = invoice && Next(9) < 4 ? Pick(NoticeGenerators.Transfers) : null,
            AddressOwnership = Next(20) == 0 ? (AddressOwnership)Next(Enum.GetValues<AddressOwnership>().Length) : AddressOwnership.NotChecked,
            Doubt = doubt,
            Claimed =
                status == NoticeStatus.Pending && doubt == ReviewReason.Unconfirmed
                    ? Next(3) == 0
                        ? NoticeStatus.Failed
                        : NoticeStatus.Completed
                    : null,
        };
    }

    // Nothing that contradicts anything, most of the time: else every history would be in review at once.
    private string? Seldom(string? usual, string?[] values) =>
        Next(20) switch
        {
            0 => Pick(values),
            < 7 => usual,
            _ => null,
        };

    private T Pick<T>(IReadOnlyList<T> values) => values[Next(values.Count)];

    // SplitMix64: any number begins a sequence of its own.
    private int Next(int below)
    {
        var value = (int)((Mix(_state += 0x9E3779B97F4A7C15) >> 33) % (ulong)below);
        Name = Mix(Name ^ (((ulong)below << 32) + (ulong)value + 1));
        return value;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
