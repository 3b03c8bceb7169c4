using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

/// <summary>What can happen to an order, in the words of the documents.</summary>
internal enum StepKind
{
    /// <summary>A verified notice arrives.</summary>
    Hear,

    /// <summary>An operator resolves the review.</summary>
    Resolve,

    /// <summary>An operator reopens the order.</summary>
    Reopen,

    /// <summary>Deposits: the provider is asked, because it is time to.</summary>
    AskAboutDeposit,

    /// <summary>Deposits: it was to be asked for the last time, and does not answer.</summary>
    MissDeposit,

    /// <summary>Deposits: the merchant cancels it.</summary>
    Cancel,

    /// <summary>Withdrawals: an approver says yes or no.</summary>
    Decide,

    /// <summary>Withdrawals: the time to approve it is over.</summary>
    Expire,

    /// <summary>Withdrawals: the account's rules do not allow to send it.</summary>
    Refuse,

    /// <summary>Withdrawals: the intent to send it is written.</summary>
    Begin,

    /// <summary>Withdrawals: it is to be sent, and the provider has it already.</summary>
    TakeAsSent,

    /// <summary>Withdrawals: the provider took it.</summary>
    Accept,

    /// <summary>Withdrawals: the provider refused it by a listed code.</summary>
    Fail,

    /// <summary>Withdrawals: the provider did not take it now.</summary>
    Defer,

    /// <summary>Withdrawals: nobody knows what came of the send.</summary>
    MarkUnknown,

    /// <summary>Withdrawals: the provider says how it stands.</summary>
    AskAboutWithdrawal,

    /// <summary>Withdrawals: the provider has no such order.</summary>
    NotFound,

    /// <summary>Withdrawals: asking came to nothing.</summary>
    QueryFailed,

    /// <summary>Withdrawals: there is nobody to ask.</summary>
    GiveUp,
}

/// <summary>One thing that happens to an order.</summary>
/// <param name="After">How long after the one before.</param>
/// <param name="Stale">Whether it was decided on another state than the order is in by now: another version, another action, another try.</param>
/// <param name="Yes">Approved; asked for the last time; sent again where it is absent; refused; somebody can be asked.</param>
/// <param name="TimeUp">Whether the time to pay was over when the provider was asked.</param>
internal sealed record HistoryStep(
    StepKind Kind,
    TimeSpan After,
    bool Stale,
    bool Yes,
    bool TimeUp,
    Notice? Notice,
    ResolutionOutcome Outcome,
    string By = "alice"
)
{
    public static readonly TimeSpan OverdueAfter = TimeSpan.FromDays(1);
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan SendWindow = TimeSpan.FromMinutes(2);
    public static readonly TimeSpan PollEvery = TimeSpan.FromMinutes(5);

    private static readonly Failure No = new("7", "no");
    private static readonly ScheduledAction Another = new(ActionKind.Poll, DateTimeOffset.MinValue);

    /// <summary>Does it to an order with the state machines, as their callers do.</summary>
    public Transition Apply(Order order, DateTimeOffset now)
    {
        var action = Stale ? Another : order.NextAction ?? Another;
        var poll = action.What == ActionKind.Poll ? action : Another;
        var (attempt, version, later) = (
            Stale ? "another" : order.SubmissionAttempt?.AttemptId ?? "none",
            order.Version - (Stale ? 1 : 0),
            now + PollEvery
        );
        return Kind switch
        {
            StepKind.Hear => OrderMachine.Apply(order, Notice!, now),
            StepKind.Resolve => ReviewMachine.Resolve(order, new Resolution(Outcome, version, "note", now) { By = By }, needsSecond: false, now),
            StepKind.Reopen => ReviewMachine.Reopen(order, new Reopening(version, By, "note", now), now),
            StepKind.AskAboutDeposit => DepositMachine.ApplyStatus(
                order,
                action,
                Notice,
                Yes ? null : new ScheduledAction(ActionKind.Poll, later),
                TimeUp,
                OverdueAfter,
                now
            ),
            StepKind.MissDeposit => DepositMachine.Miss(order, action, action.Later(later), OverdueAfter, now),
            StepKind.Cancel => DepositMachine.Cancel(order, Notice, now),
            StepKind.Decide => WithdrawalMachine.Decide(order, new Decision(Yes, By, now), now),
            StepKind.Expire when action.What == ActionKind.Expire => WithdrawalMachine.Expire(order, action, now),
            StepKind.Refuse when action.What == ActionKind.Submit => WithdrawalMachine.Refuse(order, action, No, now),
            StepKind.Begin when WithdrawalMachine.MaySend(order, action) => new(
                WithdrawalMachine.BeginAttempt(order, $"try-{order.SubmissionAttempt?.Number ?? 0}", now, now + SendWindow),
                null
            ),
            StepKind.TakeAsSent => WithdrawalMachine.TakeAsSent(order, action, now, later, now),
            StepKind.Accept => WithdrawalMachine.Accept(order, attempt, null, later, now),
            StepKind.Fail => WithdrawalMachine.Fail(order, attempt, No, now),
            StepKind.Defer => WithdrawalMachine.Defer(order, attempt, 0, later, now),
            StepKind.MarkUnknown => WithdrawalMachine.MarkUnknown(order, attempt, "lost", Yes ? later : null, now),
            StepKind.AskAboutWithdrawal => WithdrawalStatusMachine.ApplyStatus(order, poll, Notice!, later, now),
            StepKind.NotFound => WithdrawalStatusMachine.MarkNotFound(order, poll, Quiet, Yes, later, now),
            StepKind.QueryFailed => WithdrawalStatusMachine.QueryFailed(order, poll, "no answer", Yes, Quiet, OverdueAfter, later, now),
            StepKind.GiveUp => WithdrawalStatusMachine.GiveUpAsking(order, poll, OverdueAfter, now),
            _ => new(order, null),
        };
    }
}
