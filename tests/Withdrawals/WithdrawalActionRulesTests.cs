using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;
using PaymentHub.Withdrawals;

namespace PaymentHub.Tests.Withdrawals;

/// <summary>Limits and rules, held against a withdrawal again when it is sent.</summary>
public class WithdrawalActionRulesTests
{
    private readonly WithdrawalBench _bench = new();

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

    public static TheoryData<string, WithdrawalRules> Tightened =>
        new()
        {
            { "withdrawals_off", new WithdrawalRules() },
            {
                "limit_exceeded",
                new WithdrawalRules
                {
                    On = true,
                    PerWithdrawal = new Dictionary<string, decimal> { ["USDT"] = 9 },
                }
            },
            {
                "limit_exceeded",
                new WithdrawalRules
                {
                    On = true,
                    PerWithdrawal = new Dictionary<string, decimal> { ["TRX"] = 9 },
                }
            },
            {
                "limit_exceeded",
                new WithdrawalRules
                {
                    On = true,
                    PerDay = new Dictionary<string, decimal> { ["TRX"] = 9 },
                }
            },
            {
                "address_not_allowed",
                new WithdrawalRules
                {
                    On = true,
                    AllowedAddresses = new HashSet<string> { "TB" },
                }
            },
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

    [Fact]
    public async Task A_failed_one_gives_its_reservation_back_and_one_in_review_keeps_it()
    {
        var bench = new WithdrawalBench(Limited(10)) { Submission = new SubmissionResult.Refused(WithdrawalActionsTests.Failure) };
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

    /// <summary>The provider refused it and paid it all the same, or it was paid in another way: the money has moved on that day.</summary>
    [Fact]
    public async Task One_that_failed_and_is_completed_by_an_operator_counts_again_and_when_it_is_failed_again_no_more()
    {
        var bench = new WithdrawalBench(Limited(10)) { Submission = new SubmissionResult.Refused(WithdrawalActionsTests.Failure) };
        await bench.CreateAsync();
        await bench.WorkAsync();
        await bench.WorkAsync();
        Assert.Empty(bench.Limits.Shares);

        await DecideAsync(bench, "completed");
        Assert.Empty(bench.Limits.Shares);
        bench.Clock.Advance(TimeSpan.FromDays(2));
        await bench.WorkAsync();

        Assert.Equal(
            (OrderStatus.Completed, 10m, (ScheduledAction?)null),
            (bench.Order.Status, bench.Limits.Shares[bench.Order.Id], bench.Order.NextAction)
        );
        Assert.Equal(bench.Limits.Days.Single(), LimitDay.Of(bench.Order, bench.Clock.GetUtcNow()).Day);

        await DecideAsync(bench, "failed");
        await bench.WorkAsync();

        Assert.Empty(bench.Limits.Shares);
    }

    /// <summary>Whoever releases what a failed one had reserved may be slow: it has been reopened, completed and counted meanwhile.</summary>
    [Fact]
    public async Task One_that_is_completed_while_its_reservation_is_released_counts_all_the_same()
    {
        var bench = new WithdrawalBench(Limited(10)) { Submission = new SubmissionResult.Refused(WithdrawalActionsTests.Failure) };
        await bench.CreateAsync();
        await bench.WorkAsync();
        var slow = bench.Store[bench.Order.Id];
        await DecideAsync(bench, "completed");
        await bench.WorkAsync();

        await bench.Work.DoAsync(slow, slow.Order.NextAction!, default);

        Assert.Equal((OrderStatus.Completed, 10m), (bench.Order.Status, bench.Limits.Shares[bench.Order.Id]));
    }

    private static async Task DecideAsync(WithdrawalBench bench, string outcome)
    {
        var reopening = new ReopenRequest { Version = bench.Order.Version, Note = "look" };
        Assert.IsType<Result<Order>.Success>(await bench.Reopening.ReopenAsync(TestDirectory.Operator, bench.Order.Id, reopening, default));
        var decision = new ResolveRequest
        {
            Outcome = outcome,
            Version = bench.Order.Version,
            Note = "seen on the chain",
        };
        Assert.IsType<Result<ReviewDecision>.Success>(await bench.Reviews.ResolveAsync(TestDirectory.Operator, bench.Order.Id, decision, default));
    }

    private static WithdrawalRules Limited(decimal max) => new() { PerDay = new Dictionary<string, decimal> { ["USDT"] = max } };
}
