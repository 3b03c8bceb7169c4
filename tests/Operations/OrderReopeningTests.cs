using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Withdrawals;

namespace PaymentHub.Tests.Operations;

/// <summary>How an operator reopens an order, and what is answered when that may not be.</summary>
public class OrderReopeningTests
{
    private readonly WithdrawalBench _bench = new();

    [Fact]
    public async Task Repeating_it_and_losing_its_answer_find_what_was_done()
    {
        await SubmitAsync();
        var version = _bench.Order.Version;
        _bench.Store.LoseNextAnswer = true;

        var first = await ReopenAsync(version);
        var again = await ReopenAsync(version);

        Assert.Equal(2, Assert.IsType<Result<Order>.Success>(first).Value.Version);
        Assert.Equal(2, Assert.IsType<Result<Order>.Success>(again).Value.Version);
        Assert.Single(_bench.Order.Reopenings!);
        Assert.Equal(TestDirectory.Operator.Name, _bench.Order.Reopenings![0].By);
    }

    [Fact]
    public async Task Another_word_about_the_same_version_is_told_that_it_has_moved()
    {
        await SubmitAsync();
        var version = _bench.Order.Version;
        await ReopenAsync(version);

        var other = Assert.IsType<Result<Order>.Failure>(await ReopenAsync(version, "another note")).Problem;
        var present = Assert.IsType<Result<Order>.Failure>(await ReopenAsync(version + 1)).Problem;

        Assert.Equal((409, "version_conflict", version + 1), (other.Status, other.Code, other.Version));
        Assert.Equal((409, "not_reviewable", version + 1), (present.Status, present.Code, present.Version));
        Assert.Single(_bench.Order.Reopenings!);
    }

    [Fact]
    public async Task What_is_not_sent_yet_is_not_reviewable()
    {
        await _bench.CreateAsync();

        var problem = Assert.IsType<Result<Order>.Failure>(await ReopenAsync(_bench.Order.Version)).Problem;

        Assert.Equal((409, "not_reviewable"), (problem.Status, problem.Code));
        Assert.Null(_bench.Order.Reopenings);
    }

    [Fact]
    public async Task Every_mistake_is_told_by_its_field_and_an_order_that_is_not_there_too()
    {
        var empty = OrderReopening.Check(new ReopenRequest())!;
        var missing = Assert.IsType<Result<Order>.Failure>(
            await _bench.Reopening.ReopenAsync(
                TestDirectory.Operator,
                OrderId.OfMerchant(OrderKind.Deposit, "shop", "none"),
                new ReopenRequest { Version = 1, Note = "n" },
                default
            )
        );

        Assert.Equal(["version", "note"], empty.Errors.Select(error => error.Field));
        Assert.Equal(404, missing.Problem.Status);
    }

    private async Task SubmitAsync()
    {
        await _bench.CreateAsync();
        _bench.Store.Put(
            _bench.Order with
            {
                Status = OrderStatus.Submitted,
                Version = 1,
                NextAction = new ScheduledAction(ActionKind.Poll, Samples.Later),
            }
        );
    }

    private Task<Result<Order>> ReopenAsync(int version, string note = "look") =>
        _bench.Reopening.ReopenAsync(TestDirectory.Operator, _bench.Order.Id, new ReopenRequest { Version = version, Note = note }, default);
}
