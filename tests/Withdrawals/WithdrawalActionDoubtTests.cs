using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Withdrawals;

/// <summary>What is done about a withdrawal of which nothing is known, or nothing new.</summary>
public class WithdrawalActionDoubtTests
{
    private readonly WithdrawalBench _bench = new();

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
        Assert.Equal(
            OrderStatus.Completed,
            bench.Order.After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Completed) with { Amount = 10 }).Status
        );
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_accepted_where_nobody_can_be_asked_is_overdue_after_a_day_and_settled_by_a_later_word(bool paid)
    {
        var bench = Mute();
        bench.Submission = new SubmissionResult.Accepted(null);
        await bench.CreateAsync();
        await bench.WorkAsync();
        Assert.Equal(
            (OrderStatus.Submitted, new ScheduledAction(ActionKind.Poll, bench.Clock.GetUtcNow().AddDays(1))),
            (bench.Order.Status, bench.Order.NextAction)
        );

        await bench.WorkAsync();

        Assert.Equal(
            (OrderStatus.NeedsReview, ReviewReason.Overdue, (ScheduledAction?)null),
            (bench.Order.Status, bench.Order.ReviewReason, bench.Order.NextAction)
        );
        Assert.Equal(["withdrawal.submitted", "withdrawal.needs_review"], bench.Store[bench.Order.Id].Events.Select(e => e.Type));
        var word = Samples.Notice(OrderKind.Withdrawal, paid ? NoticeStatus.Completed : NoticeStatus.Failed) with { Amount = 10 };
        Assert.Equal(paid ? OrderStatus.Completed : OrderStatus.Failed, bench.Order.After(word).Status);
        Assert.Equal(
            (OrderStatus.NeedsReview, ReviewReason.AmountMismatch),
            Seen(bench.Order.After(word with { Status = NoticeStatus.Completed, Amount = 9 }))
        );
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

        for (var end = _bench.Clock.GetUtcNow().AddDays(2); _bench.Clock.GetUtcNow() < end; )
            await _bench.WorkAsync();

        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.Overdue), Seen(_bench.Order));
    }

    /// <summary>Does its work until a person has to look, for a week at most.</summary>
    private static async Task UntilReviewAsync(WithdrawalBench bench)
    {
        for (var end = bench.Clock.GetUtcNow().AddDays(7); bench.Order.Status != OrderStatus.NeedsReview && bench.Clock.GetUtcNow() < end; )
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
}
