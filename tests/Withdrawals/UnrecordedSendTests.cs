using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Withdrawals;

/// <summary>A withdrawal that its provider has although no send of it is recorded here, as after storage was set back to an earlier time.</summary>
public sealed class UnrecordedSendTests
{
    private static readonly Failure Forbidden = new(WithdrawalMachine.LimitExceeded, "");

    private readonly WithdrawalBench _bench = new();

    [Theory]
    [InlineData(NoticeStatus.Awaiting, OrderStatus.Submitted)]
    [InlineData(NoticeStatus.Pending, OrderStatus.Processing)]
    public async Task It_is_not_sent_but_goes_on_from_what_its_provider_says(NoticeStatus heard, OrderStatus taken)
    {
        await HearAsync(_bench, heard);

        await _bench.WorkAsync();
        Assert.Equal((taken, ActionKind.Poll, 1), (_bench.Order.Status, _bench.Order.NextAction!.What, _bench.Order.Version));
        _bench.Answer(NoticeStatus.Completed);
        await _bench.WorkAsync();

        Assert.Equal((OrderStatus.Completed, 10, (ScheduledAction?)null), (_bench.Order.Status, _bench.Order.Amount, _bench.Order.NextAction));
        Assert.Empty(_bench.Sent);
    }

    [Theory]
    [InlineData(NoticeStatus.Awaiting, true, ReviewReason.OutcomeUnknown)]
    [InlineData(NoticeStatus.Pending, true, ReviewReason.OutcomeUnknown)]
    [InlineData(NoticeStatus.Awaiting, false, ReviewReason.Overdue)]
    [InlineData(NoticeStatus.Pending, false, ReviewReason.Overdue)]
    public async Task Where_nothing_more_is_heard_of_it_for_a_day_a_person_decides_and_cannot_have_it_sent(
        NoticeStatus heard,
        bool asked,
        ReviewReason reason
    )
    {
        _bench.Provider.Answers = asked;
        _bench.Provider.Answer = new ProviderResult<Notice>.Absent();
        await HearAsync(_bench, heard);
        var from = _bench.Clock.GetUtcNow();

        for (var i = 0; i < 500 && _bench.Order.NextAction is not null; i++)
            await _bench.WorkAsync();

        Assert.Equal((OrderStatus.NeedsReview, reason), (_bench.Order.Status, _bench.Order.ReviewReason));
        Assert.InRange(_bench.Clock.GetUtcNow() - from, TimeSpan.FromDays(1), TimeSpan.FromDays(1.1));
        Assert.False(ReviewMachine.CanBeResubmitted(_bench.Order));
        Assert.Empty(_bench.Sent);
        Assert.Equal(
            OrderStatus.Completed,
            _bench.Order.After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Completed) with { Amount = 10 }).Status
        );
    }

    [Fact]
    public async Task It_counts_in_the_day_s_limit_beyond_it_too_and_no_more_once_it_has_failed()
    {
        var bench = new WithdrawalBench(new WithdrawalRules { PerDay = new Dictionary<string, decimal> { ["USDT"] = 10 } });
        await bench.CreateAsync(WithdrawalBench.Request with { Reference = "w-0" });
        bench.Limits.Shares["another"] = 10;
        await HearAsync(bench, NoticeStatus.Awaiting);

        await bench.WorkAsync();
        Assert.Equal((OrderStatus.Submitted, 10m), (bench.Order.Status, bench.Limits.Shares[bench.Order.Id]));
        bench.Answer(NoticeStatus.Failed);
        await bench.WorkAsync();
        await bench.WorkAsync();

        Assert.Equal((OrderStatus.Failed, (ScheduledAction?)null), (bench.Order.Status, bench.Order.NextAction));
        Assert.Equal(["another"], bench.Limits.Shares.Keys);
    }

    [Fact]
    public async Task The_account_s_rules_do_not_reject_what_the_provider_has()
    {
        await HearAsync(_bench, NoticeStatus.Awaiting);
        var known = _bench.Order;

        Assert.Equal(known, WithdrawalMachine.Refuse(known, known.NextAction!, Forbidden, Samples.Later).Order);
        _bench.Apply(new WithdrawalRules { On = false });
        await _bench.WorkAsync();

        Assert.Equal((OrderStatus.Submitted, (Failure?)null), (_bench.Order.Status, _bench.Order.Failure));
        Assert.Empty(_bench.Sent);
    }

    [Fact]
    public async Task The_step_is_made_once_and_only_of_what_was_never_sent()
    {
        await HearAsync(_bench, NoticeStatus.Awaiting);
        var (known, submit) = (_bench.Order, _bench.Order.NextAction!);
        var taken = Take(known, submit);
        var sending = WithdrawalMachine.BeginAttempt(known with { KnownToProvider = false }, "try", Samples.Noon, Samples.Later);

        Assert.False(WithdrawalMachine.MaySend(known, submit));
        Assert.Equal(taken, Take(taken, submit));
        Assert.Equal(known with { KnownToProvider = false }, Take(known with { KnownToProvider = false }, submit));
        Assert.Equal(
            sending with
            {
                KnownToProvider = true,
                NextAction = submit,
            },
            Take(sending with { KnownToProvider = true, NextAction = submit }, submit)
        );
    }

    private static Order Take(Order order, ScheduledAction action) =>
        WithdrawalMachine.TakeAsSent(order, action, Samples.Later, Samples.Later.AddMinutes(1), Samples.Later).Order;

    /// <summary>A new order, of which the provider tells before it is sent.</summary>
    private static async Task HearAsync(WithdrawalBench bench, NoticeStatus status)
    {
        await bench.CreateAsync();
        bench.Store.Put(bench.Order.After(Samples.Notice(OrderKind.Withdrawal, status)));
    }
}
