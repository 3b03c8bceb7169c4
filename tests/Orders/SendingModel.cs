using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

/// <summary>
/// What the documents say of sending a withdrawal: one intent, one send; and only three ways back to another: the provider did not take it now,
/// it had no such order over a long time, an operator says so.
/// </summary>
internal sealed class SendingModel
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private bool _isSending;
    private DateTimeOffset _lastPossible;
    private DateTimeOffset? _silentSince;
    private int _absences;
    private DateTimeOffset _approveBy = Samples.Noon + Day;

    /// <summary>How often it was sent.</summary>
    public int Number { get; private set; }

    /// <summary>Whether its provider has shown to have it: then nobody sends it again.</summary>
    public bool IsKnown { get; set; }

    /// <summary>Whether one of the ways back was gone since the last send.</summary>
    public bool MayBegin { get; set; } = true;

    /// <summary>Sends that none of the ways back had allowed, or of what the provider had shown to have: money paid twice.</summary>
    public int Forbidden { get; private set; }

    public void Take(HistoryModel order, HistoryStep step, DateTimeOffset now)
    {
        switch (step.Kind)
        {
            case StepKind.Decide when order.Status == OrderStatus.AwaitingApproval:
                if (step.Yes && now < _approveBy)
                {
                    order.Owe(ActionKind.Submit);
                    order.Go(OrderStatus.Created, now);
                }
                else
                {
                    Say(order, NoticeStatus.Rejected, now);
                }

                break;
            case StepKind.Expire when !step.Stale && order.Owed == ActionKind.Expire:
                if (order.Status == OrderStatus.AwaitingApproval)
                    Say(order, NoticeStatus.Rejected, now);
                else
                    order.Owe(order.Status is OrderStatus.Processing ? ActionKind.Poll : null);
                break;
            case StepKind.Refuse when !step.Stale && order.Owed == ActionKind.Submit:
                if (order.Status == OrderStatus.Created && !IsKnown)
                    Say(order, NoticeStatus.Rejected, now);
                else if (order.Status == OrderStatus.Submitting)
                    order.Doubt(ReviewReason.OutcomeUnknown, NoticeStatus.Pending, now);
                break;
            case StepKind.Begin when !step.Stale && order.MaySend:
                Begin(order, now);
                break;
            case StepKind.TakeAsSent
                when !step.Stale
                    && order.Owed == ActionKind.Submit
                    && order.Status is OrderStatus.Created or OrderStatus.Processing
                    && this is { IsKnown: true, Number: 0 }:
                TakeAsSent(order, now);
                break;
            case StepKind.Accept:
                Accept(order, isMine: End(step, now), now);
                break;
            case StepKind.Fail when !step.Stale && _isSending && Number == 1 && !IsKnown && IsOfUnknownOutcome(order):
                End(step, now);
                Say(order, NoticeStatus.Failed, now);
                break;
            case StepKind.Defer when End(step, now) && order.Status == OrderStatus.Submitting:
                MayBegin = true;
                order.Owe(ActionKind.Submit);
                break;
            case StepKind.MarkUnknown when End(step, now) && order.Status == OrderStatus.Submitting:
                if (step.Yes)
                    order.Owe(ActionKind.Poll);
                else
                    order.Doubt(ReviewReason.OutcomeUnknown, NoticeStatus.Pending, now);
                break;
            case StepKind.AskAboutWithdrawal
            or StepKind.NotFound
            or StepKind.QueryFailed
            or StepKind.GiveUp when !step.Stale && order.Owed == ActionKind.Poll:
                Ask(order, step, now);
                break;
        }
    }

    private void Begin(HistoryModel order, DateTimeOffset now)
    {
        if (!MayBegin || IsKnown)
            Forbidden++;
        MayBegin = false;
        Number++;
        (_isSending, _absences, _silentSince) = (true, 0, null);
        _lastPossible = now + HistoryStep.SendWindow;
        order.Owe(ActionKind.Poll);
        order.Go(OrderStatus.Submitting, now);
    }

    /// <summary>Somebody has sent it, once: it goes on as what its provider has accepted.</summary>
    private void TakeAsSent(HistoryModel order, DateTimeOffset now)
    {
        (MayBegin, Number, _lastPossible) = (false, 1, now);
        order.Owe(ActionKind.Poll);
        if (order.Status == OrderStatus.Created)
            order.Go(OrderStatus.Submitted, now);
    }

    private void Accept(HistoryModel order, bool isMine, DateTimeOffset now)
    {
        IsKnown = true;
        if (!isMine)
            return;
        var isOpen = order.Status is OrderStatus.Submitting or OrderStatus.Submitted or OrderStatus.Processing;
        if (isOpen)
            order.Owe(ActionKind.Poll);
        if (order.Status == OrderStatus.Submitting)
            order.Go(OrderStatus.Submitted, now);
    }

    private void Ask(HistoryModel order, HistoryStep step, DateTimeOffset now)
    {
        switch (step.Kind)
        {
            case StepKind.AskAboutWithdrawal:
                _silentSince = null;
                order.Hear(step.Notice!, now);
                break;
            case StepKind.NotFound when order.Status == OrderStatus.Submitting && Number > 0:
                _absences++;
                if (_absences < 2 || now < _lastPossible + HistoryStep.Quiet)
                    break;
                if (step.Yes && Number < WithdrawalMachine.MaxSends && !IsKnown)
                {
                    MayBegin = true;
                    order.Owe(ActionKind.Submit);
                }
                else
                {
                    order.Doubt(ReviewReason.OutcomeUnknown, NoticeStatus.Pending, now);
                }

                break;
            case StepKind.NotFound when IsSilentFor(Day, now):
                order.Doubt(ReviewReason.OutcomeUnknown, NoticeStatus.Pending, now);
                break;
            case StepKind.QueryFailed when order.Status == OrderStatus.Submitting && IsSilentFor(step.Yes ? HistoryStep.Quiet : Day, now):
                order.Doubt(ReviewReason.OutcomeUnknown, NoticeStatus.Pending, now);
                break;
            case StepKind.QueryFailed
                when order.Status is OrderStatus.Submitted or OrderStatus.Processing && IsSilentFor(step.Yes ? Day : HistoryStep.OverdueAfter, now):
                if (step.Yes)
                    order.Doubt(ReviewReason.OutcomeUnknown, NoticeStatus.Pending, now);
                else
                    order.Doubt(ReviewReason.Overdue, NoticeStatus.Awaiting, now);
                break;
            case StepKind.GiveUp when order.Status == OrderStatus.Submitting:
                order.Doubt(ReviewReason.OutcomeUnknown, NoticeStatus.Pending, now);
                break;
            case StepKind.GiveUp when now >= (Number > 0 ? _lastPossible : Samples.Noon) + HistoryStep.OverdueAfter:
                order.Owe(null);
                order.Doubt(ReviewReason.Overdue, NoticeStatus.Awaiting, now);
                break;
        }
    }

    /// <summary>Whether asking has come to nothing for so long, from the first time on and from the last moment of sending.</summary>
    private bool IsSilentFor(TimeSpan patience, DateTimeOffset now)
    {
        if (Number == 0)
            return false;
        var since = _silentSince ?? now;
        var isOver = now >= since + patience && now >= _lastPossible + patience;
        if (!isOver)
            _silentSince = since;
        return isOver;
    }

    private static bool IsOfUnknownOutcome(HistoryModel order) =>
        order.Status == OrderStatus.Submitting || order.Reason == ReviewReason.OutcomeUnknown;

    /// <summary>The sender of the present try learns what it learns, once.</summary>
    private bool End(HistoryStep step, DateTimeOffset now)
    {
        if (step.Stale || !_isSending)
            return false;
        (_isSending, _lastPossible) = (false, now);
        return true;
    }

    private static void Say(HistoryModel order, NoticeStatus status, DateTimeOffset now) =>
        order.Hear(new Notice { Kind = OrderKind.Withdrawal, Status = status }, now, ours: true);
}
