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
    [InlineData("resubmit", OrderStatus.Submitting)]
    public async Task An_operator_resolves_it_and_repeating_that_finds_the_same(string outcome, OrderStatus expected)
    {
        await _bench.WonderAsync();
        var request = new ResolveRequest { Outcome = outcome, Version = _bench.Order.Version, Note = "asked them" };
        _bench.Store.LoseNextAnswer = true;

        var first = Assert.IsType<Result<Order>.Success>(await _bench.Reviews.ResolveAsync(TestDirectory.Operator, _bench.Order.Id, request, default));
        var again = Assert.IsType<Result<Order>.Success>(await _bench.Reviews.ResolveAsync(TestDirectory.Operator, _bench.Order.Id, request, default));

        Assert.Equal((expected, expected), (first.Value.Status, again.Value.Status));
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
        bench.Store.Put(bench.Order.After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Pending) with { Doubt = ReviewReason.OutcomeUnknown }) with { KnownToProvider = false });

        var result = await bench.Reviews.ResolveAsync(TestDirectory.Operator, bench.Order.Id, new ResolveRequest { Outcome = "resubmit", Version = bench.Order.Version, Note = "try" }, default);

        var problem = Assert.IsType<Result<Order>.Failure>(result).Problem;
        Assert.Equal((409, "not_resubmittable"), (problem.Status, problem.Code));
        Assert.Equal("This withdrawal has never been sent, so that it cannot be sent again.", problem.Detail);
    }

    [Fact]
    public async Task An_operator_who_looked_at_another_version_is_told()
    {
        await _bench.WonderAsync();
        var version = _bench.Order.Version;

        var stale = await ResolveAsync("completed", version - 1);
        var resolved = await _bench.Reviews.ResolveAsync(TestDirectory.Operator, _bench.Order.Id, new ResolveRequest { Outcome = "failed", Version = version, Note = "asked them" }, default);
        var late = await ResolveAsync("completed", version);
        var settled = await ResolveAsync("completed", version + 1);

        Assert.IsType<Result<Order>.Success>(resolved);
        Assert.Equal((409, "version_conflict", version), (stale.Status, stale.Code, stale.Version));
        Assert.Equal((409, "version_conflict", version + 1), (late.Status, late.Code, late.Version));
        Assert.Equal((409, "not_in_review", version + 1), (settled.Status, settled.Code, settled.Version));
    }

    private async Task<Problem> ResolveAsync(string outcome, int version) =>
        Assert.IsType<Result<Order>.Failure>(
            await _bench.Reviews.ResolveAsync(TestDirectory.Operator, _bench.Order.Id, new ResolveRequest { Outcome = outcome, Version = version, Note = "late" }, default)).Problem;
}
