using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Withdrawals;

namespace PaymentHub.Tests.Withdrawals;

public class DetailErasureTests
{
    private readonly WithdrawalBench _bench = new();
    private readonly DetailErasure _erasure;

    public DetailErasureTests() =>
        _erasure = new DetailErasure(
            new OrderUpdater(_bench.Store, new FixedWebhookEventFactory(), _bench.FollowUps, _bench.Clock),
            _bench.Clock,
            NullLogger<DetailErasure>.Instance
        );

    [Theory]
    [InlineData(OrderStatus.Completed, false)]
    [InlineData(OrderStatus.Completed, true)]
    [InlineData(OrderStatus.Failed, false)]
    [InlineData(OrderStatus.Rejected, false)]
    public async Task The_details_of_what_is_over_are_erased_and_the_rest_stays(OrderStatus status, bool answerLost)
    {
        var before = await CreateAsync(status);
        _bench.Store.LoseNextAnswer = answerLost;

        var erased = Assert.IsType<Result<Order>.Success>(await _erasure.EraseAsync(TestDirectory.Operator, before.Id, default)).Value;
        var again = Assert.IsType<Result<Order>.Success>(await _erasure.EraseAsync(TestDirectory.Operator, before.Id, default)).Value;

        Assert.Null(erased.Request!.Details);
        Assert.Equal(before with { Request = before.Request! with { Details = null }, UpdatedAt = erased.UpdatedAt }, erased);
        Assert.Equal(erased, again);
    }

    [Fact]
    public async Task The_same_reference_still_finds_the_withdrawal()
    {
        var before = await CreateAsync(OrderStatus.Completed);
        await _erasure.EraseAsync(TestDirectory.Operator, before.Id, default);

        var found = Assert.IsType<Result<Order>.Success>(await _bench.CreateAsync(Request));

        Assert.Equal((before.Id, false), (found.Value.Id, found.Created));
    }

    [Theory]
    [InlineData(OrderStatus.Created)]
    [InlineData(OrderStatus.Submitting)]
    [InlineData(OrderStatus.NeedsReview)]
    public async Task What_may_still_have_to_be_sent_keeps_them(OrderStatus status)
    {
        var before = await CreateAsync(status);

        Assert.Equal(
            "details_needed",
            Assert.IsType<Result<Order>.Failure>(await _erasure.EraseAsync(TestDirectory.Operator, before.Id, default)).Problem.Code
        );
        Assert.NotNull(_bench.Order.Request!.Details);
    }

    [Fact]
    public async Task Somebody_else_s_change_is_not_undone()
    {
        var before = await CreateAsync(OrderStatus.Completed);
        _bench.Store.BeforeNextWrite = () => _bench.Store.Put(before with { Late = true });

        var erased = Assert.IsType<Result<Order>.Success>(await _erasure.EraseAsync(TestDirectory.Operator, before.Id, default)).Value;

        Assert.Equal((true, null), (erased.Late, erased.Request!.Details));
    }

    [Theory]
    [InlineData("wd_00000000000000000000000009")]
    [InlineData("dep_00000000000000000000000001")]
    [InlineData("x")]
    public async Task What_is_no_withdrawal_is_not_found(string id)
    {
        Assert.Equal(404, Assert.IsType<Result<Order>.Failure>(await _erasure.EraseAsync(TestDirectory.Operator, id, default)).Problem.Status);
    }

    private static NewWithdrawal Request => WithdrawalBench.Request with { Details = new Dictionary<string, string> { ["username"] = "Ann" } };

    private async Task<Order> CreateAsync(OrderStatus status)
    {
        await _bench.CreateAsync(Request);
        var order = _bench.Order with { Status = status };
        _bench.Store.Put(order);
        return order;
    }
}
