using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

/// <summary>
/// What the documents say becomes of an order, written from them and not from the state machines: it keeps what was said, all of it, and reads the
/// state off that. What providers say is read as a set (<see cref="Verdict"/>); an operator's word counts until something new is said against it.
/// </summary>
internal sealed partial class HistoryModel(Order start)
{
    private readonly List<Notice> _heard = [];
    private readonly List<Notice> _final = [];
    private readonly HashSet<ReviewReason> _settled = [];
    private readonly HashSet<ReviewReason> _open = [];
    private OrderStatus _reached = start.Status;
    private OrderStatus? _resolved;
    private DateTimeOffset _since = start.CreatedAt;
    private bool _conflict;
    private bool _denied;
    private bool _reopened;
    private int _reopenings;
    private int _unknownFrom;
    private bool _timeIsOver;
    private bool _seenInTime;

    public OrderStatus Status { get; private set; } = start.Status;

    public ReviewReason? Reason { get; private set; }

    public int Version { get; private set; } = start.Version;

    public bool Late { get; private set; }

    /// <summary>What is to be done for it; null when nothing is.</summary>
    public ActionKind? Owed { get; private set; } = start.NextAction?.What;

    /// <summary>How it was sent, where it was.</summary>
    public SendingModel Sending { get; } = new();

    /// <summary>Whether an operator may have it sent again: sent, never shown to have arrived, and nothing else against it.</summary>
    public bool CanBeResubmitted =>
        start is { Kind: OrderKind.Withdrawal, Request: not null }
        && Status == OrderStatus.NeedsReview
        && _final.Count == 0
        && Sending is { Number: > 0, IsKnown: false }
        && _open.SetEquals([ReviewReason.OutcomeUnknown]);

    public bool MaySend => Owed == ActionKind.Submit && Status is OrderStatus.Created or OrderStatus.Submitting && !Sending.IsKnown;

    /// <summary>Takes one step. Returns the event that its merchant must learn of; null when there is none.</summary>
    public string? Take(HistoryStep step, DateTimeOffset now)
    {
        var before = (Status, Reason);
        switch (step.Kind)
        {
            case StepKind.Hear:
                Hear(step.Notice!, now);
                break;
            case StepKind.Resolve when !step.Stale:
                Resolve(step.Outcome, now);
                break;
            case StepKind.Reopen when !step.Stale:
                Reopen(now);
                break;
            case StepKind.AskAboutDeposit when !step.Stale && Owed is not null:
                AskAboutDeposit(step, now);
                break;
            case StepKind.MissDeposit when !step.Stale && Owed is not null:
                if (Status == OrderStatus.Pending && now >= _since + HistoryStep.OverdueAfter)
                    Doubt(ReviewReason.Overdue, NoticeStatus.Awaiting, now);
                break;
            case StepKind.Cancel when Status == OrderStatus.AwaitingPayment:
                if (step.Notice is { } answer)
                    Hear(answer, now);
                if (Status == OrderStatus.AwaitingPayment)
                    Hear(new Notice { Kind = start.Kind, Status = NoticeStatus.Expired }, now);
                break;
            default:
                Sending.Take(this, step, now);
                break;
        }

        if (before == (Status, Reason) || Status is OrderStatus.AwaitingPayment or OrderStatus.Created or OrderStatus.Submitting)
            return null;
        Version++;
        return $"{(start.Kind == OrderKind.Deposit ? "deposit" : "withdrawal")}.{SnakeCaseEnum.Of(Status)}";
    }

    /// <summary>Something is said of it, by its provider or, where a withdrawal could not be sent, by the hub.</summary>
    internal void Hear(Notice said, DateTimeOffset now, bool ours = false)
    {
        var notice = Verdict.WithoutDust(start, said);
        var isNewTransfer =
            notice.Transfer is { InProgress: false, Amount: > 0 } transfer
            && transfer.Currency.Equals(start.Currency, StringComparison.OrdinalIgnoreCase)
            && _heard.All(one => one.Transfer?.Id != transfer.Id);
        var isNewClaim = notice.Claimed is not null && SaysMore(notice);
        Sending.IsKnown |= !ours || Status is OrderStatus.Submitted or OrderStatus.Processing;
        if (notice.Status == NoticeStatus.Pending && !_timeIsOver && _final.Count == 0)
            _seenInTime = true;
        _timeIsOver |= notice.Status == NoticeStatus.Expired;
        if (notice.Status == NoticeStatus.Completed && _final.Count == 0 && _timeIsOver && !_seenInTime)
            Late = true;

        _heard.Add(notice);
        if (notice.IsFinal)
            _final.Add(notice);

        // Of an order that an operator has decided on only what is new counts.
        _conflict |= (_resolved is null || isNewTransfer) && Verdict.IsMoneyLeftOut(start, _heard, _final);
        _denied |= (_resolved is null || isNewClaim) && Verdict.IsDenied(start, _heard, _final);
        _reached = notice.Status switch
        {
            NoticeStatus.Pending => start.Kind == OrderKind.Deposit ? OrderStatus.Pending : OrderStatus.Processing,
            NoticeStatus.Expired when _reached == OrderStatus.Pending || start.Kind == OrderKind.Withdrawal && _reached == OrderStatus.Processing =>
                _reached,
            NoticeStatus.Expired => OrderStatus.Expired,
            _ => _reached,
        };
        Read(now);
    }

    internal void Doubt(ReviewReason doubt, NoticeStatus status, DateTimeOffset now) =>
        Hear(
            new Notice
            {
                Kind = start.Kind,
                Status = status,
                Doubt = doubt,
            },
            now,
            ours: doubt == ReviewReason.OutcomeUnknown
        );

    /// <summary>The next thing to be done.</summary>
    internal void Owe(ActionKind? action) => Owed = action;

    /// <summary>A withdrawal goes one of the hub's own steps on.</summary>
    internal void Go(OrderStatus status, DateTimeOffset now)
    {
        _reached = status;
        Read(now);
    }

    private void Resolve(ResolutionOutcome outcome, DateTimeOffset now)
    {
        if (Status != OrderStatus.NeedsReview || (outcome == ResolutionOutcome.Resubmit && !CanBeResubmitted))
            return;
        if (outcome == ResolutionOutcome.Resubmit)
        {
            _unknownFrom = _heard.Count;
            Sending.MayBegin = true;
            Owed = ActionKind.Submit;
            Go(OrderStatus.Submitting, now);
            return;
        }

        _settled.UnionWith(_open);
        _resolved = outcome == ResolutionOutcome.Completed ? OrderStatus.Completed : OrderStatus.Failed;
        // The operator's word is the final one where no other was; who says otherwise contradicts it. The amount that was told is the provider's last
        // word, or the most that anybody has said, and is right because the operator says so.
        var completes = outcome == ResolutionOutcome.Completed;
        if (_final.Count == 0)
            _final.Add(new Notice { Kind = start.Kind, Status = Enum.Parse<NoticeStatus>(outcome.ToString()) });
        else
            completes &= _final[0].Status == NoticeStatus.Completed;
        if (completes && _final.All(notice => notice.Status != NoticeStatus.Completed || notice.Amount is null or 0))
        {
            var most = _heard.Max(notice => notice.Amount);
            _final[0] = _final[0] with { Amount = most is 0 ? null : most, Doubt = ReviewReason.AmountOutOfRange };
        }

        Read(now);
    }

    private void Reopen(DateTimeOffset now)
    {
        var cannot =
            Status
            is OrderStatus.NeedsReview
                or OrderStatus.AwaitingPayment
                or OrderStatus.Created
                or OrderStatus.AwaitingApproval
                or OrderStatus.Submitting;
        if (cannot || _reopenings == ReviewMachine.MaxReopenings)
            return;
        _reopenings++;
        _reopened = true;
        _settled.Remove(ReviewReason.Reopened);
        Read(now);
    }

    /// <summary>Reads the state off what was said.</summary>
    private void Read(DateTimeOffset now)
    {
        var strong = Verdict.Strong(start, _heard, _final, _conflict, _denied).Where(reason => !_settled.Contains(reason)).ToList();
        if (_reopened && !_settled.Contains(ReviewReason.Reopened))
            strong.Add(ReviewReason.Reopened);
        var weak = Verdict
            .Weak.Where(reason =>
                !_settled.Contains(reason)
                && _heard.Skip(reason == ReviewReason.OutcomeUnknown ? _unknownFrom : 0).Any(notice => notice.Doubt.HasFlag(reason))
            )
            .ToList();
        _open.Clear();
        _open.UnionWith(strong.Concat(weak));

        var before = Status;
        (Status, Reason) = this switch
        {
            _ when strong.Count > 0 => (OrderStatus.NeedsReview, strong[0]),
            { _resolved: { } resolved } => (resolved, (ReviewReason?)null),
            _ when _final.Count > 0 => (Enum.Parse<OrderStatus>(_final[0].Status.ToString()), null),
            _ when weak.Count > 0 => (OrderStatus.NeedsReview, weak[0]),
            _ => (_reached, null),
        };
        if (Status == before)
        {
            Owed = IsUnderWay ? Owed ?? ActionKind.Poll : Owed;
            return;
        }

        _since = now;
        Owed = Status switch
        {
            _ when IsUnderWay => Owed ?? ActionKind.Poll,
            // What it reserved of the day's limit is given back; nothing was before it was approved.
            OrderStatus.Failed
            or OrderStatus.Rejected when start is { Kind: OrderKind.Withdrawal, Request: not null } && before != OrderStatus.AwaitingApproval =>
                ActionKind.Release,
            // What an operator completes counts in the day's limit, also where its share was given back.
            OrderStatus.Completed when start is { Kind: OrderKind.Withdrawal, Request: not null } && _resolved == OrderStatus.Completed =>
                ActionKind.Release,
            OrderStatus.NeedsReview when _open.SetEquals([ReviewReason.Overdue]) => Owed,
            OrderStatus.Completed or OrderStatus.Failed or OrderStatus.Rejected or OrderStatus.NeedsReview => null,
            _ => Owed,
        };
    }

    private bool IsUnderWay => Status is OrderStatus.Pending or OrderStatus.Submitting or OrderStatus.Submitted or OrderStatus.Processing;
}
