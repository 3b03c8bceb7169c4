using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Tests.Withdrawals;

/// <summary>Who may say yes and no, and how often.</summary>
public class WithdrawalApprovalTests
{
    private readonly WithdrawalBench _bench = new(new WithdrawalRules { NeedsApproval = true });

    [Fact]
    public async Task Until_somebody_approves_nothing_is_owed_but_the_news_and_an_end_to_the_waiting()
    {
        var success = Assert.IsType<Result<Order>.Success>(await _bench.CreateAsync());

        Assert.Equal(
            (OrderStatus.AwaitingApproval, 1, new ScheduledAction(ActionKind.Expire, _bench.Clock.GetUtcNow().AddDays(7))),
            (success.Value.Status, success.Value.Version, success.Value.NextAction)
        );
        Assert.Equal("withdrawal.awaiting_approval", Assert.Single(_bench.Store[success.Value.Id].Events).Type);
    }

    [Fact]
    public async Task What_is_approved_is_sent()
    {
        await _bench.CreateAsync();

        Assert.Equal(OrderStatus.Created, (await ApproveAsync("boss")).Status);
        await _bench.WorkAsync();

        Assert.Equal((OrderStatus.Submitted, "boss", true), (_bench.Order.Status, _bench.Order.Decision!.By, _bench.Order.Decision.Approved));
        Assert.Single(_bench.Sent);
    }

    [Fact]
    public async Task What_is_rejected_is_over()
    {
        await _bench.CreateAsync();

        var success = Assert.IsType<Result<Order>.Success>(await DecideAsync("boss", approved: false));

        Assert.Equal(
            (OrderStatus.Rejected, "not_approved", (ScheduledAction?)null),
            (success.Value.Status, success.Value.Failure!.Code, success.Value.NextAction)
        );
    }

    [Fact]
    public async Task What_nobody_approves_in_time_is_rejected_and_can_be_approved_no_more()
    {
        await _bench.CreateAsync();

        await _bench.WorkAsync();

        Assert.Equal(
            (OrderStatus.Rejected, "approval_expired", (ScheduledAction?)null),
            (_bench.Order.Status, _bench.Order.Failure!.Code, _bench.Order.NextAction)
        );
        Assert.Equal(["withdrawal.awaiting_approval", "withdrawal.rejected"], _bench.Store[_bench.Order.Id].Events.Select(e => e.Type));
        Assert.Equal((409, "not_awaiting_approval"), await ProblemAsync("boss", approved: true));
    }

    [Fact]
    public async Task An_approval_that_comes_too_late_is_none_though_nobody_has_noted_that_the_time_is_over()
    {
        await _bench.CreateAsync();
        _bench.Clock.Advance(TimeSpan.FromDays(7));

        Assert.Equal((409, "not_awaiting_approval"), await ProblemAsync("boss", approved: true));
        Assert.Equal((OrderStatus.Rejected, "approval_expired"), (_bench.Order.Status, _bench.Order.Failure!.Code));
    }

    [Fact]
    public async Task The_time_to_approve_runs_out_also_when_the_account_is_gone()
    {
        await _bench.CreateAsync();
        _bench.Store.Put(_bench.Order with { AccountId = "gone" });

        await _bench.WorkAsync();

        Assert.Equal(OrderStatus.Rejected, _bench.Order.Status);
    }

    [Fact]
    public async Task Nobody_decides_on_what_he_asked_for()
    {
        await _bench.CreateAsync();

        Assert.Equal((403, "forbidden"), await ProblemAsync("backend", approved: true));
        Assert.Equal(OrderStatus.AwaitingApproval, _bench.Order.Status);
    }

    [Fact]
    public async Task The_same_word_by_the_same_person_finds_the_same_order()
    {
        await _bench.CreateAsync();
        await ApproveAsync("boss");
        await _bench.WorkAsync();

        Assert.Equal(OrderStatus.Submitted, (await ApproveAsync("boss")).Status);
        Assert.Single(_bench.Sent);
    }

    [Theory]
    [InlineData("boss", false)]
    [InlineData("other", true)]
    [InlineData("other", false)]
    public async Task A_second_word_comes_too_late(string who, bool approved)
    {
        await _bench.CreateAsync();
        await ApproveAsync("boss");

        Assert.Equal((409, "not_awaiting_approval"), await ProblemAsync(who, approved));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_word_whose_answer_was_lost_is_known_as_one_s_own(bool approved)
    {
        await _bench.CreateAsync();
        _bench.Store.LoseNextAnswer = true;

        Assert.IsType<Result<Order>.Success>(await DecideAsync("boss", approved));
    }

    [Fact]
    public async Task What_needs_no_approval_awaits_none()
    {
        var bench = new WithdrawalBench();
        await bench.CreateAsync();

        var failure = Assert.IsType<Result<Order>.Failure>(
            await bench.Approval.DecideAsync(bench.Caller("boss", Roles.Approver), bench.Order.Id, true, default)
        );
        Assert.Equal((409, "not_awaiting_approval"), (failure.Problem.Status, failure.Problem.Code));
    }

    private async Task<Order> ApproveAsync(string owner) => Assert.IsType<Result<Order>.Success>(await DecideAsync(owner, approved: true)).Value;

    private Task<Result<Order>> DecideAsync(string owner, bool approved) =>
        _bench.Approval.DecideAsync(_bench.Caller(owner, Roles.Approver), _bench.Order.Id, approved, default);

    private async Task<(int, string)> ProblemAsync(string owner, bool approved)
    {
        var problem = Assert.IsType<Result<Order>.Failure>(await DecideAsync(owner, approved)).Problem;
        return (problem.Status, problem.Code);
    }
}
