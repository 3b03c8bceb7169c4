using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Withdrawals;

namespace PaymentHub.Tests.Operations;

/// <summary>How much a deposit comes to that an operator calls completed.</summary>
public sealed class CompletedAmountTests
{
    private static readonly Order Expired = Samples.MerchantDeposit with
    {
        AccountId = "shop_pay",
        Status = OrderStatus.NeedsReview,
        Reasons = ReviewReason.Reopened,
        TimeIsOver = true,
        Version = 2,
    };

    private static readonly Operator Second = TestDirectory.Operator with { Name = "bob" };

    private readonly WithdrawalBench _bench = new();

    [Fact]
    public async Task It_has_to_be_said_where_no_provider_has_and_stays_with_the_order()
    {
        _bench.Store.Put(Expired);

        var missing = Assert.IsType<Result<ReviewDecision>.Failure>(await ResolveAsync(null)).Problem;
        _bench.Store.LoseNextAnswer = true;
        var done = Assert.IsType<Result<ReviewDecision>.Success>(await ResolveAsync("12.5")).Value.Order;
        var again = Assert.IsType<Result<ReviewDecision>.Success>(await ResolveAsync("12.5")).Value.Order;
        var other = Assert.IsType<Result<ReviewDecision>.Failure>(await ResolveAsync("12.6")).Problem;

        Assert.Equal((400, "amount"), (missing.Status, Assert.Single(missing.Errors).Field));
        Assert.Equal((OrderStatus.Completed, 12.5m, 3), (done.Status, done.Amount, done.Version));
        Assert.Equal(done, again);
        Assert.Equal(12.5m, Assert.Single(done.Resolutions!).Amount);
        Assert.Equal((409, "version_conflict"), (other.Status, other.Code));
    }

    [Theory]
    [InlineData("0", "completed")]
    [InlineData("-1", "completed")]
    [InlineData("1e3", "completed")]
    [InlineData("12.345", "completed")]
    [InlineData("12.5", "failed")]
    [InlineData("12345678901234567890123456789", "completed")]
    public async Task It_is_a_positive_amount_of_the_currency_and_of_what_is_completed(string amount, string outcome)
    {
        _bench.Provider.Currencies = [new AccountCurrency("CNY", "mpay", 2)];
        _bench.Store.Put(Expired);

        var problem = Assert.IsType<Result<ReviewDecision>.Failure>(await ResolveAsync(amount, outcome)).Problem;

        Assert.Equal((400, "amount"), (problem.Status, Assert.Single(problem.Errors).Field));
    }

    /// <summary>Zero is no payment, whether it was seen on its way or said in the end; said again, it changes nothing.</summary>
    [Theory]
    [InlineData(NoticeStatus.Pending)]
    [InlineData(NoticeStatus.Completed)]
    public async Task It_has_to_be_said_where_only_zero_was_heard(NoticeStatus heard)
    {
        var notice = Samples.Deposit(heard) with { Amount = 0, Currency = "CNY" };
        var order = Expired.After(notice);
        _bench.Store.Put(order with { Version = Expired.Version });

        var missing = Assert.IsType<Result<ReviewDecision>.Failure>(await ResolveAsync(null)).Problem;
        var done = Assert.IsType<Result<ReviewDecision>.Success>(await ResolveAsync("12.5")).Value.Order;

        Assert.Equal((OrderStatus.NeedsReview, 0), (order.Status, order.Amount));
        Assert.Equal((400, "amount"), (missing.Status, Assert.Single(missing.Errors).Field));
        Assert.Equal((OrderStatus.Completed, 12.5m, 12.5m), (done.Status, done.Amount, done.FinalOutcome!.Amount));
        Assert.Equal(done, OrderMachine.Apply(done, notice, Samples.Later).Order);
    }

    /// <summary>As stored before zero was no amount.</summary>
    [Fact]
    public async Task A_stored_final_word_of_zero_is_no_amount_either()
    {
        _bench.Store.Put(
            Expired with
            {
                Amount = 0,
                FinalOutcome = new FinalOutcome { Status = NoticeStatus.Completed, Amount = 0 },
            }
        );

        var missing = Assert.IsType<Result<ReviewDecision>.Failure>(await ResolveAsync(null)).Problem;
        var done = Assert.IsType<Result<ReviewDecision>.Success>(await ResolveAsync("12.5")).Value.Order;

        Assert.Equal((400, "amount"), (missing.Status, Assert.Single(missing.Errors).Field));
        Assert.Equal(12.5m, done.Amount);
    }

    [Fact]
    public async Task What_the_provider_has_said_in_the_end_stands()
    {
        _bench.Store.Put(
            Expired with
            {
                Amount = 11,
                FinalOutcome = new FinalOutcome { Status = NoticeStatus.Completed, Amount = 11 },
            }
        );

        var problem = Assert.IsType<Result<ReviewDecision>.Failure>(await ResolveAsync("10")).Problem;
        var done = Assert.IsType<Result<ReviewDecision>.Success>(await ResolveAsync(null)).Value.Order;

        Assert.Equal((409, "amount_known"), (problem.Status, problem.Code));
        Assert.Equal(11, done.Amount);
    }

    /// <summary>A part that was seen is known, and an operator may know of the rest.</summary>
    [Fact]
    public async Task What_was_only_seen_on_its_way_can_be_corrected()
    {
        _bench.Store.Put(Expired with { Amount = 4, ReceivedInPart = 4 });

        var done = Assert.IsType<Result<ReviewDecision>.Success>(await ResolveAsync("10")).Value.Order;

        Assert.Equal((10, 10), (done.Amount, done.FinalOutcome!.Amount));
    }

    [Theory]
    [InlineData(10, OrderStatus.Completed)]
    [InlineData(11, OrderStatus.NeedsReview)]
    public async Task What_the_provider_says_later_is_held_against_it(int said, OrderStatus expected)
    {
        _bench.Store.Put(Expired);
        var done = Assert.IsType<Result<ReviewDecision>.Success>(await ResolveAsync("10")).Value.Order;

        var heard = done.After(Samples.Deposit(NoticeStatus.Completed) with { Amount = said, Currency = "CNY" });

        Assert.Equal(expected, heard.Status);
    }

    [Fact]
    public async Task Two_operators_say_the_same_amount_or_the_second_none()
    {
        _bench.Store.Put(Expired with { Entry = new DepositEntry("alice", "seen", Samples.Noon, 10, "f"), Request = null, Amount = 10 });
        Assert.IsType<Result<ReviewDecision>.Success>(await ResolveAsync(null));

        var other = Assert.IsType<Result<ReviewDecision>.Failure>(await ResolveAsync("11", by: Second)).Problem;
        var done = Assert.IsType<Result<ReviewDecision>.Success>(await ResolveAsync("10", by: Second)).Value;

        Assert.Equal((409, "other_decision_pending"), (other.Status, other.Code));
        Assert.Equal((OrderStatus.Completed, 10, null), (done.Order.Status, done.Order.Amount, done.Awaited));
    }

    private Task<Result<ReviewDecision>> ResolveAsync(string? amount, string outcome = "completed", Operator? by = null) =>
        _bench.Reviews.ResolveAsync(
            by ?? TestDirectory.Operator,
            Expired.Id,
            new ResolveRequest
            {
                Outcome = outcome,
                Version = Expired.Version,
                Amount = amount,
                Note = "seen at the bank",
            },
            default
        );
}
