using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Withdrawals;

namespace PaymentHub.Tests.Operations;

/// <summary>What an operator may do with a withdrawal in review.</summary>
public class WithdrawalResolutionTests
{
    private readonly WithdrawalBench _bench = new();

    [Theory]
    [InlineData("completed", OrderStatus.Completed)]
    [InlineData("failed", OrderStatus.Failed)]
    public async Task An_operator_resolves_it_and_repeating_that_finds_the_same(string outcome, OrderStatus expected)
    {
        await _bench.WonderAsync();
        var request = new ResolveRequest
        {
            Outcome = outcome,
            Version = _bench.Order.Version,
            Note = "asked them",
        };
        _bench.Store.LoseNextAnswer = true;

        var first = Assert.IsType<Result<ReviewDecision>.Success>(
            await _bench.Reviews.ResolveAsync(TestDirectory.Operator, _bench.Order.Id, request, default)
        );
        var again = Assert.IsType<Result<ReviewDecision>.Success>(
            await _bench.Reviews.ResolveAsync(TestDirectory.Operator, _bench.Order.Id, request, default)
        );

        Assert.Equal((expected, expected), (first.Value.Order.Status, again.Value.Order.Status));
        Assert.Single(_bench.Order.Resolutions!);
    }

    [Fact]
    public async Task What_the_provider_has_heard_of_since_the_review_is_not_sent_again()
    {
        await _bench.WonderAsync();
        var review = _bench.Order;
        // The slow request has arrived after all. Neither the state nor its reason changes by that, and so neither does the version.
        _bench.Store.Put(review.After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Pending)));

        var problem = await ResolveAsync("resubmit", review.Version);

        Assert.Equal((409, "not_resubmittable", review.Version), (problem.Status, problem.Code, problem.Version));
        Assert.StartsWith("The provider has shown that it has this withdrawal", problem.Detail, StringComparison.Ordinal);
        Assert.Null(_bench.Order.NextAction);
        Assert.Single(_bench.Sent);
    }

    [Fact]
    public async Task A_review_of_what_awaits_approval_is_no_way_around_it()
    {
        var bench = new WithdrawalBench(new WithdrawalRules { NeedsApproval = true });
        await bench.CreateAsync();
        bench.Store.Put(
            bench.Order.After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Pending) with { Doubt = ReviewReason.OutcomeUnknown }) with
            {
                KnownToProvider = false,
            }
        );

        var result = await bench.Reviews.ResolveAsync(
            TestDirectory.Operator,
            bench.Order.Id,
            new ResolveRequest
            {
                Outcome = "resubmit",
                Version = bench.Order.Version,
                Note = "try",
            },
            default
        );

        var problem = Assert.IsType<Result<ReviewDecision>.Failure>(result).Problem;
        Assert.Equal((409, "not_resubmittable"), (problem.Status, problem.Code));
        Assert.Equal("This withdrawal was never sent, so it cannot be sent again.", problem.Detail);
    }

    [Fact]
    public async Task An_operator_who_looked_at_another_version_is_told()
    {
        await _bench.WonderAsync();
        var version = _bench.Order.Version;

        var stale = await ResolveAsync("completed", version - 1);
        var resolved = await _bench.Reviews.ResolveAsync(
            TestDirectory.Operator,
            _bench.Order.Id,
            new ResolveRequest
            {
                Outcome = "failed",
                Version = version,
                Note = "asked them",
            },
            default
        );
        var late = await ResolveAsync("completed", version);
        var settled = await ResolveAsync("completed", version + 1);

        Assert.IsType<Result<ReviewDecision>.Success>(resolved);
        Assert.Equal((409, "version_conflict", version), (stale.Status, stale.Code, stale.Version));
        Assert.Equal((409, "version_conflict", version + 1), (late.Status, late.Code, late.Version));
        Assert.Equal((409, "not_in_review", version + 1), (settled.Status, settled.Code, settled.Version));
    }

    [Fact]
    public async Task Sending_again_takes_two_operators_however_often_one_of_them_asks()
    {
        await _bench.WonderAsync();
        var version = _bench.Order.Version;
        _bench.Store.LoseNextAnswer = true;

        var asked = await SayAsync("alice", "resubmit");
        var again = await SayAsync("alice", "resubmit", "with another key and another note");
        Assert.All([asked, again], said => Assert.Equal(("alice", version), (said.Awaited?.By, said.Awaited?.Version)));
        Assert.Equal(OrderStatus.NeedsReview, _bench.Order.Status);

        _bench.Store.LoseNextAnswer = true;
        var done = await SayAsync("bob", "resubmit");
        Assert.Equal((OrderStatus.Submitting, null), (done.Order.Status, done.Awaited));
        // Either of the two finds what was done.
        Assert.All([await SayAsync("bob", "resubmit"), await SayAsync("alice", "resubmit")], said => Assert.Null(said.Awaited));
        Assert.Single(_bench.Order.Resolutions!);

        Task<ReviewDecision> SayAsync(string name, string outcome, string note = "asked them") => DecideAsync(name, outcome, version, note);
    }

    [Fact]
    public async Task What_awaits_a_second_operator_keeps_out_any_other_decision_until_it_is_taken_back_or_over()
    {
        await _bench.WonderAsync();
        var version = _bench.Order.Version;
        await DecideAsync("alice", "resubmit", version);

        foreach (var outcome in (string[])["completed", "failed"])
        {
            var problem = await ResolveAsync(outcome, version);
            Assert.Equal((409, "other_decision_pending", version), (problem.Status, problem.Code, problem.Version));
            Assert.Contains("alice has asked to resolve it as resubmit", problem.Detail, StringComparison.Ordinal);
        }

        var takenBack = await _bench.Reviews.WithdrawAsync(new Deed(Named("bob"), "Not yet."), _bench.Order.Id, default);
        Assert.Null(Assert.IsType<Result<Order>.Success>(takenBack).Value.Proposal);
        Assert.Equal(("bob", "Not yet."), (_bench.Store.Commits[^1].Change?.Operator, _bench.Store.Commits[^1].Change?.Note));
        Assert.IsType<Result<Order>.Success>(await _bench.Reviews.WithdrawAsync(new Deed(Named("bob")), _bench.Order.Id, default));
        Assert.Equal("bob", (await DecideAsync("bob", "resubmit", version)).Awaited?.By);
        _bench.Clock.Advance(TestDirectory.Settings.SecondOperatorWithin);
        Assert.Equal("alice", (await DecideAsync("alice", "resubmit", version)).Awaited?.By);
        _bench.Clock.Advance(TestDirectory.Settings.SecondOperatorWithin);
        Assert.Equal(OrderStatus.Failed, (await DecideAsync("alice", "failed", version)).Order.Status);
        Assert.Single(_bench.Sent);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Calling_it_paid_takes_two_where_the_account_wants_approval(bool approval, bool two)
    {
        await _bench.WonderAsync();
        // Of what was sent before the rule came, too.
        _bench.Apply(new WithdrawalRules { On = true, NeedsApproval = approval });

        Assert.Equal(two, (await DecideAsync("alice", "completed", _bench.Order.Version)).Awaited is not null);
        Assert.Equal(two ? OrderStatus.NeedsReview : OrderStatus.Completed, _bench.Order.Status);
    }

    [Fact]
    public async Task A_withdrawal_that_was_approved_is_not_called_paid_by_one_person_after_the_rule_is_gone()
    {
        await _bench.WonderAsync();
        _bench.Store.Put(_bench.Order with { Decision = new Decision(true, "treasurer", Samples.Noon) });

        Assert.NotNull((await DecideAsync("alice", "completed", _bench.Order.Version)).Awaited);
    }

    [Fact]
    public async Task What_the_provider_says_meanwhile_voids_what_awaits_a_second_operator()
    {
        await _bench.WonderAsync();
        var version = _bench.Order.Version;
        await DecideAsync("alice", "resubmit", version);
        _bench.Store.Put(_bench.Order.After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Pending)));

        var problem = Assert
            .IsType<Result<ReviewDecision>.Failure>(
                await _bench.Reviews.ResolveAsync(
                    Named("bob"),
                    _bench.Order.Id,
                    new ResolveRequest
                    {
                        Outcome = "resubmit",
                        Version = version,
                        Note = "yes",
                    },
                    default
                )
            )
            .Problem;

        Assert.Equal("not_resubmittable", problem.Code);
        Assert.Single(_bench.Sent);
    }

    private static Operator Named(string name) => TestDirectory.Operator with { Name = name };

    private async Task<ReviewDecision> DecideAsync(string name, string outcome, int version, string note = "asked them") =>
        Assert
            .IsType<Result<ReviewDecision>.Success>(
                await _bench.Reviews.ResolveAsync(
                    Named(name),
                    _bench.Order.Id,
                    new ResolveRequest
                    {
                        Outcome = outcome,
                        Version = version,
                        Note = note,
                    },
                    default
                )
            )
            .Value;

    private async Task<Problem> ResolveAsync(string outcome, int version) =>
        Assert
            .IsType<Result<ReviewDecision>.Failure>(
                await _bench.Reviews.ResolveAsync(
                    TestDirectory.Operator,
                    _bench.Order.Id,
                    new ResolveRequest
                    {
                        Outcome = outcome,
                        Version = version,
                        Note = "late",
                    },
                    default
                )
            )
            .Problem;
}
