using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Withdrawals;

/// <summary>From the outbox entry to send to the end, one way after the other.</summary>
public class WithdrawalActionsTests
{
    internal static readonly Failure Failure = new("4001", "No.");
    private readonly WithdrawalBench _bench = new();

    [Fact]
    public async Task It_is_sent_once_and_asked_about_until_it_is_final()
    {
        await _bench.CreateAsync();

        await _bench.WorkAsync();
        Assert.Equal((OrderStatus.Submitted, "77"), (_bench.Order.Status, _bench.Order.ProviderOrderId));
        _bench.Answer(NoticeStatus.Pending);
        await _bench.WorkAsync();
        Assert.Equal(OrderStatus.Processing, _bench.Order.Status);
        _bench.Answer(NoticeStatus.Completed);
        await _bench.WorkAsync();

        Assert.Equal((OrderStatus.Completed, (ScheduledAction?)null), (_bench.Order.Status, _bench.Order.NextAction));
        Assert.Equal(
            ["withdrawal.submitted", "withdrawal.processing", "withdrawal.completed"],
            _bench.Store[_bench.Order.Id].Events.Select(e => e.Type)
        );
        Assert.Equal(
            (_bench.Order.Id, 10m, "USDT", "TA"),
            _bench.Sent.Select(sent => (sent.OrderId, sent.Amount, sent.Currency, sent.Address)).Single()
        );
    }

    [Fact]
    public async Task The_intent_is_stored_before_anything_leaves()
    {
        Order? seen = null;
        _bench.Provider.Pays = (_, _) =>
        {
            seen = _bench.Order;
            return Task.FromResult<SubmissionResult>(new SubmissionResult.Accepted(null));
        };
        await _bench.CreateAsync();

        await _bench.WorkAsync();

        Assert.Equal((OrderStatus.Submitting, ActionKind.Poll, 1), (seen!.Status, seen.NextAction!.What, seen.SubmissionAttempt!.Number));
    }

    [Fact]
    public async Task Two_that_find_the_same_outbox_entry_send_once()
    {
        await _bench.CreateAsync();
        var (snapshot, action) = (_bench.Store[_bench.Order.Id], _bench.Order.NextAction!);

        await _bench.Work.DoAsync(snapshot, action, default);
        await _bench.Work.DoAsync(snapshot, action, default);

        Assert.Single(_bench.Sent);
    }

    [Fact]
    public async Task A_lost_answer_of_the_intent_neither_doubles_nor_loses_the_send()
    {
        await _bench.CreateAsync();
        _bench.Store.LoseNextAnswer = true;

        await _bench.WorkAsync();

        Assert.Single(_bench.Sent);
        Assert.Equal(OrderStatus.Submitted, _bench.Order.Status);
    }

    [Fact]
    public async Task A_definite_refusal_of_the_first_send_fails_it()
    {
        _bench.Submission = new SubmissionResult.Refused(Failure);
        await _bench.CreateAsync();

        await _bench.WorkAsync();

        Assert.Equal((OrderStatus.Failed, Failure), (_bench.Order.Status, _bench.Order.Failure));
    }

    [Fact]
    public async Task Not_now_is_sent_later_and_a_refusal_then_is_not_believed()
    {
        _bench.Submission = new SubmissionResult.NotNow("429", TimeSpan.FromMinutes(3));
        await _bench.CreateAsync();
        await _bench.WorkAsync();
        Assert.Equal((OrderStatus.Submitting, ActionKind.Submit), (_bench.Order.Status, _bench.Order.NextAction!.What));
        Assert.Equal(_bench.Clock.GetUtcNow().AddMinutes(3), _bench.Order.NextAction.DueAt);

        _bench.Submission = new SubmissionResult.Refused(Failure);
        await _bench.WorkAsync();

        Assert.Equal(2, _bench.Sent.Count);
        Assert.Equal(
            (OrderStatus.Submitting, ActionKind.Poll, "refused with code 4001"),
            (_bench.Order.Status, _bench.Order.NextAction!.What, _bench.Order.SubmissionAttempt!.Unknown)
        );
    }

    [Fact]
    public async Task A_sender_whose_time_is_over_does_not_send()
    {
        await _bench.CreateAsync();
        // The write of the intent takes longer than the time that it grants.
        _bench.Store.BeforeNextWrite = () => _bench.Clock.Advance(TimeSpan.FromSeconds(31));

        await _bench.WorkAsync();

        Assert.Empty(_bench.Sent);
        // That is certain, so that it may be sent under a new intent.
        Assert.Equal((OrderStatus.Submitting, ActionKind.Submit), (_bench.Order.Status, _bench.Order.NextAction!.What));
        await _bench.WorkAsync();
        Assert.Equal((OrderStatus.Submitted, 1), (_bench.Order.Status, _bench.Sent.Count));
    }

    [Fact]
    public async Task A_stopping_app_begins_no_sending()
    {
        await _bench.CreateAsync();
        var snapshot = _bench.Store[_bench.Order.Id];
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.Work.DoAsync(snapshot, snapshot.Order.NextAction!, stopping.Token));

        Assert.Equal((OrderStatus.Created, 0), (_bench.Order.Status, _bench.Sent.Count));
    }

    [Fact]
    public async Task An_app_that_stops_while_it_writes_the_intent_sends_what_it_may_send()
    {
        await _bench.CreateAsync();
        var snapshot = _bench.Store[_bench.Order.Id];
        using var stopping = new CancellationTokenSource();
        _bench.Store.BeforeNextWrite = stopping.Cancel;

        await _bench.Work.DoAsync(snapshot, snapshot.Order.NextAction!, stopping.Token);

        Assert.Equal((OrderStatus.Submitted, 1), (_bench.Order.Status, _bench.Sent.Count));
    }

    [Fact]
    public async Task Every_try_and_every_answer_that_tells_something_leaves_its_words_for_the_timeline()
    {
        _bench.Submission = new SubmissionResult.NotNow("429", null);
        await _bench.CreateAsync();
        await _bench.WorkAsync();
        _bench.Submission = new SubmissionResult.Accepted("77");
        await _bench.WorkAsync();
        _bench.Answer(NoticeStatus.Pending);
        await _bench.WorkAsync();
        await _bench.WorkAsync();
        _bench.Answer(NoticeStatus.Completed);
        await _bench.WorkAsync();

        var changes = _bench.Store.Commits.Select(commit => commit.Change).OfType<OrderChange>().ToList();

        Assert.Equal(
            [
                ("submit", OrderStatus.Created, OrderStatus.Submitting, null, false, null),
                ("submit", OrderStatus.Submitting, OrderStatus.Submitting, null, false, null),
                ("send", OrderStatus.Submitting, OrderStatus.Submitted, null, false, null),
                ("action", OrderStatus.Submitted, OrderStatus.Processing, NoticeStatus.Pending, true, 10m),
                ("action", OrderStatus.Processing, OrderStatus.Completed, (NoticeStatus?)NoticeStatus.Completed, true, (decimal?)10m),
            ],
            changes.Select(change => (change.Source.Split('/')[0], change.From, change.To, change.Said, change.Confirmed, change.Amount))
        );
    }
}
