using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Orders;
using PaymentHub.Withdrawals;

namespace PaymentHub.Tests.Withdrawals;

/// <summary>From the outbox entry to send to the end, one way after the other.</summary>
public class WithdrawalActionsTests
{
    private static readonly Failure Failure = new("4001", "No.");

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
            ["withdrawal.submitted", "withdrawal.processing", "withdrawal.completed"], _bench.Store[_bench.Order.Id].Events.Select(e => e.Type));
        Assert.Equal((_bench.Order.Id, 10m, "USDT", "TA"), _bench.Sent.Select(sent => (sent.OrderId, sent.Amount, sent.Currency, sent.Address)).Single());
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
        Assert.Equal((OrderStatus.Submitting, ActionKind.Poll, "refused with code 4001"), (_bench.Order.Status, _bench.Order.NextAction!.What, _bench.Order.SubmissionAttempt!.Unknown));
    }

    [Fact]
    public async Task An_unknown_outcome_that_the_provider_knows_goes_on()
    {
        _bench.Submission = new SubmissionResult.Unknown("timeout");
        await _bench.CreateAsync();
        await _bench.WorkAsync();
        Assert.Equal((OrderStatus.Submitting, ActionKind.Poll), (_bench.Order.Status, _bench.Order.NextAction!.What));

        _bench.Answer(NoticeStatus.Completed);
        await _bench.WorkAsync();

        Assert.Equal(OrderStatus.Completed, _bench.Order.Status);
        Assert.Single(_bench.Sent);
    }

    [Fact]
    public async Task An_unknown_outcome_that_the_provider_never_knows_becomes_a_review()
    {
        await _bench.WonderAsync();

        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.OutcomeUnknown), (_bench.Order.Status, _bench.Order.ReviewReason));
        Assert.True(_bench.Clock.GetUtcNow() - _bench.Order.SubmissionAttempt!.LastPossible >= TimeSpan.FromMinutes(10));
        Assert.Single(_bench.Sent);
    }

    [Fact]
    public async Task It_is_sent_again_with_the_same_id_only_where_the_account_says_so()
    {
        var bench = new WithdrawalBench(new WithdrawalRules { ResubmitWhenAbsent = true });
        await bench.WonderAsync();
        Assert.Equal(ActionKind.Submit, bench.Order.NextAction!.What);

        bench.Submission = new SubmissionResult.Accepted("78");
        await bench.WorkAsync();

        Assert.Equal(OrderStatus.Submitted, bench.Order.Status);
        Assert.Equal([bench.Order.Id, bench.Order.Id], bench.Sent.Select(sent => sent.OrderId));
    }

    [Theory]
    [InlineData(true, 10, 25)]
    [InlineData(false, 24 * 60, 24 * 60 + 15)]
    public async Task A_query_that_comes_to_nothing_for_too_long_is_a_persons_business_and_never_sent_again(bool refused, int minutes, int max)
    {
        var bench = new WithdrawalBench(new WithdrawalRules { ResubmitWhenAbsent = true }) { Submission = new SubmissionResult.Unknown("timeout") };
        bench.Provider.Answer = refused ? new ProviderResult<Notice>.Refused("10006", "") : new ProviderResult<Notice>.Unavailable("down");
        await bench.CreateAsync();
        await bench.WorkAsync();
        var sent = bench.Clock.GetUtcNow();
        await bench.WorkAsync();
        Assert.Equal((OrderStatus.Submitting, 0), (bench.Order.Status, bench.Order.SubmissionAttempt!.Absences));

        await UntilReviewAsync(bench);

        Assert.InRange((bench.Clock.GetUtcNow() - sent).TotalMinutes, minutes, max);
        Assert.Equal(ReviewReason.OutcomeUnknown, bench.Order.ReviewReason);
        Assert.Equal(refused ? "the query was refused with code 10006" : "down", bench.Order.SubmissionAttempt!.Unknown);
        Assert.Equal(["withdrawal.needs_review"], bench.Store[bench.Order.Id].Events.Select(e => e.Type));
        Assert.Single(bench.Sent);
        Assert.Equal(OrderStatus.Completed, bench.Order.After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Completed) with { Amount = 10 }).Status);
    }

    [Fact]
    public async Task What_may_have_been_sent_does_not_wait_for_ever_for_an_account_that_is_gone()
    {
        _bench.Submission = new SubmissionResult.Unknown("timeout");
        await _bench.CreateAsync();
        await _bench.WorkAsync();
        _bench.Store.Put(_bench.Order with { AccountId = "gone" });

        await UntilReviewAsync(_bench);

        Assert.InRange(_bench.Clock.GetUtcNow() - _bench.Order.SubmissionAttempt!.LastPossible, TimeSpan.FromDays(1), TimeSpan.FromDays(1.1));
        Assert.Equal("its account is not configured", _bench.Order.SubmissionAttempt.Unknown);
    }

    [Fact]
    public async Task What_was_never_sent_waits_for_its_account()
    {
        await _bench.CreateAsync();
        _bench.Store.Put(_bench.Order with { AccountId = "gone" });

        for (var i = 0; i < 200; i++)
            await _bench.WorkAsync();

        Assert.Equal((OrderStatus.Created, ActionKind.Submit), (_bench.Order.Status, _bench.Order.NextAction!.What));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_nobody_can_be_asked_an_unknown_outcome_is_a_review_at_once(bool died)
    {
        var bench = Mute();
        await bench.CreateAsync();
        if (died)
        {
            var now = bench.Clock.GetUtcNow();
            bench.Store.Put(WithdrawalMachine.BeginAttempt(bench.Order, "dead", now, now.AddSeconds(30)));
        }

        await bench.WorkAsync();

        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.OutcomeUnknown), (bench.Order.Status, bench.Order.ReviewReason));
        Assert.Equal(died ? 0 : 1, bench.Sent.Count);
    }

    [Fact]
    public async Task Whoever_finds_it_being_sent_only_asks()
    {
        await _bench.CreateAsync();
        var now = _bench.Clock.GetUtcNow();
        _bench.Store.Put(WithdrawalMachine.BeginAttempt(_bench.Order, "dead", now, now.AddSeconds(30)));
        _bench.Provider.Answer = new ProviderResult<Notice>.Absent();

        await _bench.WorkAsync();

        Assert.Empty(_bench.Sent);
        Assert.Equal((OrderStatus.Submitting, 1), (_bench.Order.Status, _bench.Order.SubmissionAttempt!.Absences));
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
            changes.Select(change => (change.Source.Split('/')[0], change.From, change.To, change.Said, change.Confirmed, change.Amount)));
    }

    [Fact]
    public async Task Over_the_day_s_limit_it_is_rejected_and_nothing_is_sent()
    {
        var bench = new WithdrawalBench(Limited(9));
        await bench.CreateAsync();

        await bench.WorkAsync();

        Assert.Equal((OrderStatus.Rejected, "limit_exceeded"), (bench.Order.Status, bench.Order.Failure!.Code));
        Assert.Empty(bench.Sent);
    }

    [Fact]
    public async Task The_day_s_limit_counts_the_day_of_the_first_send()
    {
        var bench = new WithdrawalBench(Limited(10) with { NeedsApproval = true });
        await bench.CreateAsync();
        bench.Clock.Advance(TimeSpan.FromDays(3));
        await bench.Approval.DecideAsync(bench.Caller("boss", Roles.Approver), bench.Order.Id, true, default);
        await bench.WorkAsync();
        var sent = bench.Order.FirstSentAt!.Value;

        bench.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal((TimeSpan.FromDays(3), OrderStatus.Submitted), (sent - bench.Order.CreatedAt, bench.Order.Status));
        Assert.Equal(DateOnly.FromDateTime(sent.UtcDateTime), Assert.Single(bench.Limits.Days));
        Assert.Equal(bench.Limits.Days.Single(), LimitDay.Of(bench.Order, bench.Clock.GetUtcNow()).Day);
    }

    public static TheoryData<string, WithdrawalRules> Tightened => new()
    {
        { "withdrawals_off", new WithdrawalRules() },
        { "limit_exceeded", new WithdrawalRules { On = true, PerWithdrawal = new Dictionary<string, decimal> { ["USDT"] = 9 } } },
        { "limit_exceeded", new WithdrawalRules { On = true, PerWithdrawal = new Dictionary<string, decimal> { ["TRX"] = 9 } } },
        { "limit_exceeded", new WithdrawalRules { On = true, PerDay = new Dictionary<string, decimal> { ["TRX"] = 9 } } },
        { "address_not_allowed", new WithdrawalRules { On = true, AllowedAddresses = new HashSet<string> { "TB" } } },
    };

    [Theory]
    [MemberData(nameof(Tightened))]
    public async Task Rules_that_have_changed_since_it_was_asked_for_reject_it(string code, WithdrawalRules rules)
    {
        await _bench.CreateAsync();
        _bench.Apply(rules);

        await _bench.WorkAsync();

        Assert.Equal((OrderStatus.Rejected, code), (_bench.Order.Status, _bench.Order.Failure!.Code));
        Assert.Empty(_bench.Sent);
    }

    [Theory]
    [MemberData(nameof(Tightened))]
    public async Task What_may_have_been_sent_is_not_sent_again_under_rules_that_forbid_it_and_a_person_looks(string code, WithdrawalRules rules)
    {
        _bench.Submission = new SubmissionResult.NotNow("429", null);
        await _bench.CreateAsync();
        await _bench.WorkAsync();
        _bench.Apply(rules);

        await _bench.WorkAsync();

        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.OutcomeUnknown), (_bench.Order.Status, _bench.Order.ReviewReason));
        Assert.Equal($"not sent again: {code}", _bench.Order.SubmissionAttempt!.Unknown);
        Assert.Single(_bench.Sent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_accepted_where_nobody_can_be_asked_is_overdue_after_a_day_and_settled_by_a_later_word(bool paid)
    {
        var bench = Mute();
        bench.Submission = new SubmissionResult.Accepted(null);
        await bench.CreateAsync();
        await bench.WorkAsync();
        Assert.Equal((OrderStatus.Submitted, new ScheduledAction(ActionKind.Poll, bench.Clock.GetUtcNow().AddDays(1))), (bench.Order.Status, bench.Order.NextAction));

        await bench.WorkAsync();

        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.Overdue, (ScheduledAction?)null), (bench.Order.Status, bench.Order.ReviewReason, bench.Order.NextAction));
        Assert.Equal(["withdrawal.submitted", "withdrawal.needs_review"], bench.Store[bench.Order.Id].Events.Select(e => e.Type));
        var word = Samples.Notice(OrderKind.Withdrawal, paid ? NoticeStatus.Completed : NoticeStatus.Failed) with { Amount = 10 };
        Assert.Equal(paid ? OrderStatus.Completed : OrderStatus.Failed, bench.Order.After(word).Status);
        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.AmountMismatch), Seen(bench.Order.After(word with { Status = NoticeStatus.Completed, Amount = 9 })));
    }

    [Fact]
    public async Task What_was_accepted_by_a_provider_that_is_gone_is_overdue_after_a_day_and_asked_about_all_the_same()
    {
        await _bench.CreateAsync();
        await _bench.WorkAsync();
        var accepted = _bench.Clock.GetUtcNow();
        _bench.Provider.Answer = new ProviderResult<Notice>.Unavailable("down");
        while (_bench.Order.Status == OrderStatus.Submitted)
            await _bench.WorkAsync();

        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.Overdue), Seen(_bench.Order));
        Assert.InRange(_bench.Clock.GetUtcNow() - accepted, TimeSpan.FromDays(1), TimeSpan.FromDays(1.1));
        await _bench.WorkAsync();
        _bench.Answer(NoticeStatus.Pending);
        await _bench.WorkAsync();
        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.Overdue), Seen(_bench.Order));
        _bench.Answer(NoticeStatus.Completed);
        await _bench.WorkAsync();
        Assert.Equal((OrderStatus.Completed, (ScheduledAction?)null), (_bench.Order.Status, _bench.Order.NextAction));
    }

    [Fact]
    public async Task What_was_accepted_and_whose_account_is_gone_is_overdue_too()
    {
        await _bench.CreateAsync();
        await _bench.WorkAsync();
        _bench.Store.Put(_bench.Order with { AccountId = "gone" });

        for (var end = _bench.Clock.GetUtcNow().AddDays(2); _bench.Clock.GetUtcNow() < end;)
            await _bench.WorkAsync();

        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.Overdue), Seen(_bench.Order));
    }

    [Fact]
    public async Task A_failed_one_gives_its_reservation_back_and_one_in_review_keeps_it()
    {
        var bench = new WithdrawalBench(Limited(10)) { Submission = new SubmissionResult.Refused(Failure) };
        await bench.CreateAsync();
        await bench.WorkAsync();
        Assert.Equal(10, bench.Limits.Shares[bench.Order.Id]);

        await bench.WorkAsync();
        Assert.Empty(bench.Limits.Shares);
        Assert.Null(bench.Order.NextAction);

        var other = new WithdrawalBench(Limited(10));
        await other.WonderAsync();
        Assert.Equal((10m, (ScheduledAction?)null), (other.Limits.Shares[other.Order.Id], other.Order.NextAction));
    }

    /// <summary>Does its work until a person has to look, for a week at most.</summary>
    private static async Task UntilReviewAsync(WithdrawalBench bench)
    {
        for (var end = bench.Clock.GetUtcNow().AddDays(7); bench.Order.Status != OrderStatus.NeedsReview && bench.Clock.GetUtcNow() < end;)
            await bench.WorkAsync();
        Assert.Equal((OrderStatus.NeedsReview, (ScheduledAction?)null), (bench.Order.Status, bench.Order.NextAction));
    }

    private static (OrderStatus, ReviewReason?) Seen(Order order) => (order.Status, order.ReviewReason);

    private static WithdrawalBench Mute()
    {
        var bench = new WithdrawalBench { Submission = new SubmissionResult.Unknown("timeout") };
        bench.Provider.Answers = false;
        return bench;
    }

    private static WithdrawalRules Limited(decimal max) => new() { PerDay = new Dictionary<string, decimal> { ["USDT"] = max } };
}
