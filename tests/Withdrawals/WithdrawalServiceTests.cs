using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Withdrawals;

namespace PaymentHub.Tests.Withdrawals;

/// <summary>What becomes of a merchant's request before anything is sent.</summary>
public class WithdrawalServiceTests
{
    private const string Mixed = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    private readonly WithdrawalBench _bench = new();

    [Fact]
    public async Task It_is_stored_with_the_outbox_entry_to_send_it_and_nothing_is_sent()
    {
        var success = Assert.IsType<Result<Order>.Success>(await _bench.CreateAsync());

        Assert.True(success.Created);
        Assert.Equal((OrderStatus.Created, 0, "backend"), (success.Value.Status, success.Value.Version, success.Value.CreatedBy));
        Assert.Equal(new ScheduledAction(ActionKind.Submit, _bench.Clock.GetUtcNow()), Assert.Single(_bench.FollowUps.Worked));
        Assert.Single(_bench.FollowUps.Listed);
        Assert.Empty(_bench.Sent);
    }

    [Fact]
    public async Task The_same_reference_finds_the_same_withdrawal_and_asks_nobody()
    {
        await _bench.CreateAsync();

        var again = Assert.IsType<Result<Order>.Success>(await _bench.CreateAsync());

        Assert.False(again.Created);
        Assert.Equal(_bench.Order, again.Value);
        Assert.Single(_bench.Provider.Checked);
        Assert.Single(_bench.FollowUps.Worked);
    }

    [Fact]
    public async Task Its_currency_is_spelled_as_the_provider_spells_it_and_a_repeated_request_finds_it()
    {
        _bench.Provider.Currencies = [new("usdt", "bsc", 6), new("USDT", "tron", 6)];

        var success = Assert.IsType<Result<Order>.Success>(await _bench.CreateAsync(WithdrawalBench.Request with { Currency = "Usdt" }));
        var again = Assert.IsType<Result<Order>.Success>(await _bench.CreateAsync(WithdrawalBench.Request with { Currency = "Usdt" }));

        Assert.Equal(("USDT", "USDT"), (success.Value.Currency, success.Value.Request!.Currency));
        Assert.Equal((success.Value, false), (again.Value, again.Created));
    }

    [Fact]
    public async Task Metadata_are_not_taken_for_details()
    {
        var (one, other) = (new Dictionary<string, string> { ["username"] = "Ann" }, new Dictionary<string, string>());
        await _bench.CreateAsync(WithdrawalBench.Request with { Details = other, Metadata = one });

        Assert.Equal((409, "reference_conflict"), await _bench.ProblemAsync(WithdrawalBench.Request with { Details = one, Metadata = other }));
    }

    [Theory]
    [InlineData("11", "u-1", "TA", null)]
    [InlineData("10", "u-2", "TA", null)]
    [InlineData("10", "u-1", "TB", null)]
    [InlineData("10", "u-1", "TA", "Ann")]
    public async Task The_same_reference_with_another_content_is_a_conflict(string amount, string customer, string address, string? username)
    {
        await _bench.CreateAsync();

        var details = username is null ? null : new Dictionary<string, string> { ["username"] = username };
        Assert.Equal(
            (409, "reference_conflict"),
            await _bench.ProblemAsync(WithdrawalBench.Request with { Amount = amount, CustomerId = customer, Address = address, Details = details })
        );
    }

    [Fact]
    public async Task The_same_amount_in_other_digits_is_the_same_content()
    {
        await _bench.CreateAsync();

        Assert.IsType<Result<Order>.Success>(await _bench.CreateAsync(WithdrawalBench.Request with { Amount = "10.00" }));
    }

    [Fact]
    public async Task A_lost_answer_of_its_own_write_is_no_repetition()
    {
        _bench.Store.LoseNextAnswer = true;

        var success = Assert.IsType<Result<Order>.Success>(await _bench.CreateAsync());

        Assert.True(success.Created);
        Assert.Single(_bench.FollowUps.Worked);
    }

    [Fact]
    public async Task The_provider_checks_the_address_as_it_was_written_and_the_order_keeps_the_canonical_one()
    {
        await _bench.CreateAsync(WithdrawalBench.Request with { Address = Mixed });

        Assert.Equal(Mixed, Assert.Single(_bench.Provider.Checked).Address);
        Assert.Equal(Mixed.ToLowerInvariant(), _bench.Order.Request!.Address);
        Assert.Equal(Mixed.ToLowerInvariant(), _bench.Order.Address);
    }

    [Fact]
    public async Task A_provider_that_cannot_check_it_leaves_nothing_stored()
    {
        _bench.Provider.Check = new ProviderResult<IReadOnlyDictionary<string, string>>.Unavailable("down");

        Assert.Equal((502, "provider_unavailable"), await _bench.ProblemAsync(WithdrawalBench.Request));
        Assert.True(_bench.Store.IsEmpty);
    }

    [Fact]
    public async Task What_the_provider_finds_wrong_is_told_by_field()
    {
        _bench.Provider.Check = new ProviderResult<IReadOnlyDictionary<string, string>>.Good(new Dictionary<string, string> { ["address"] = "No." });

        var problem = Assert.IsType<Result<Order>.Failure>(await _bench.CreateAsync()).Problem;

        Assert.Equal((400, "address", "No."), (problem.Status, problem.Errors[0].Field, problem.Errors[0].Message));
        Assert.True(_bench.Store.IsEmpty);
    }

    [Fact]
    public async Task An_account_that_pays_nothing_is_named()
    {
        _bench.Provider.Pays = null;

        var problem = Assert.IsType<Result<Order>.Failure>(await _bench.CreateAsync()).Problem;

        Assert.Equal((400, "account"), (problem.Status, Assert.Single(problem.Errors).Field));
    }

    [Fact]
    public async Task Everything_that_is_missing_is_named()
    {
        var problem = Assert.IsType<Result<Order>.Failure>(await _bench.CreateAsync(new NewWithdrawal())).Problem;

        Assert.Equal(
            ["account", "customer_id", "reference", "amount", "currency", "network", "address"],
            problem.Errors.Select(error => error.Field)
        );
    }

    [Fact]
    public async Task One_withdrawal_above_its_limit_is_refused_at_once()
    {
        var bench = new WithdrawalBench(new WithdrawalRules { PerWithdrawal = new Dictionary<string, decimal> { ["USDT"] = 9.99m } });

        Assert.Equal((422, "limit_exceeded"), await bench.ProblemAsync(WithdrawalBench.Request));
        Assert.True(bench.Store.IsEmpty);
    }

    [Fact]
    public async Task Only_listed_addresses_are_paid_where_there_is_a_list()
    {
        var bench = new WithdrawalBench(new WithdrawalRules { AllowedAddresses = new HashSet<string> { Mixed.ToLowerInvariant() } });

        Assert.Equal((400, "invalid_request"), await bench.ProblemAsync(WithdrawalBench.Request));
        Assert.IsType<Result<Order>.Success>(await bench.CreateAsync(WithdrawalBench.Request with { Address = Mixed }));
    }

    [Fact]
    public async Task Another_merchant_s_withdrawal_does_not_exist()
    {
        await _bench.CreateAsync();

        Assert.IsType<Result<Order>.Failure>(await _bench.Service.FindAsync(new Merchant("other", [], []), _bench.Order.Id, default));
        Assert.IsType<Result<Order>.Success>(await _bench.Service.FindAsync(_bench.Caller().Merchant, _bench.Order.Id, default));
    }

    [Fact]
    public async Task An_account_whose_withdrawals_are_switched_off_pays_none_and_asks_nobody()
    {
        _bench.Apply(new WithdrawalRules());

        Assert.Equal((422, "withdrawals_off"), await _bench.ProblemAsync(WithdrawalBench.Request));
        Assert.Empty(_bench.Provider.Checked);
    }

    [Fact]
    public async Task What_was_asked_for_before_they_were_switched_off_is_still_found()
    {
        await _bench.CreateAsync();
        _bench.Apply(new WithdrawalRules());

        Assert.False(Assert.IsType<Result<Order>.Success>(await _bench.CreateAsync()).Created);
    }

    [Theory]
    [InlineData("TRX", 422, "limit_exceeded")]
    [InlineData("usdt", 0, "")]
    public async Task Limits_refuse_a_currency_that_they_do_not_name(string currency, int status, string code)
    {
        var limits = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase) { ["USDT"] = 1_000 };
        foreach (var rules in (WithdrawalRules[])[new() { PerDay = limits }, new() { PerWithdrawal = limits }])
        {
            var bench = new WithdrawalBench(rules);

            var result = await bench.CreateAsync(WithdrawalBench.Request with { Currency = currency });

            Assert.Equal((status, code), result is Result<Order>.Failure { Problem: var problem } ? (problem.Status, problem.Code) : (0, ""));
        }
    }
}
