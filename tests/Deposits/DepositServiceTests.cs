using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Deposits;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Deposits;

public class DepositServiceTests
{
    private static readonly DepositRequest Request = new() { Account = "shop_pay", CustomerId = "u-1", Amount = "10", Currency = "CNY", Reference = "r-1" };

    private const string Address = "TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLU";

    private readonly MemoryOrderStore _store = new();
    private readonly RecordingFollowUps _followUps = new();
    private readonly TurnableClock _clock = new();
    private readonly MemoryAddressBook _book = new();
    private readonly Merchant _merchant = new("shop", [], []);
    private readonly FakeProviderAccount _provider = new();
    private readonly DepositService _deposits;
    private int _asked;

    public DepositServiceTests()
    {
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", "77")));
        _deposits = Make(TestDirectory.With(TestDirectory.Account(_provider)));
    }

    [Fact]
    public async Task A_deposit_is_created_with_its_page()
    {
        var success = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.True(success.Created);
        Assert.Equal(
            (OrderStatus.AwaitingPayment, "https://pay.example/1", "77", 10m, (PaymentPageLease?)null),
            (success.Value.Status, success.Value.PaymentUrl, success.Value.ProviderOrderId, success.Value.Request!.Amount, success.Value.PaymentPageLease));
        Assert.Equal(success.Value, Assert.Single(_followUps.Listed));
    }

    [Theory]
    [InlineData("tron", "TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLx")]
    [InlineData("bsc", "TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLU")]
    public async Task A_page_with_an_address_that_nobody_can_pay_to_is_not_handed_out(string network, string address)
    {
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", "77") { Address = address, Network = network }));

        Assert.Equal((502, "provider_unavailable"), await ProblemAsync(Request));
        Assert.Empty(_book.Payments);
    }

    [Fact]
    public async Task The_same_reference_finds_the_same_deposit_and_asks_nobody()
    {
        var first = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        var second = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.False(second.Created);
        Assert.Equal((first.Value.Id, first.Value.PaymentUrl, 1), (second.Value.Id, second.Value.PaymentUrl, _asked));
        // The first request may have died before it listed the deposit, so the second one does it again.
        Assert.Equal(2, _followUps.Listed.Count);
    }

    [Fact]
    public async Task The_same_reference_with_another_content_is_a_conflict()
    {
        await CreateAsync();

        Assert.Equal((409, "reference_conflict"), await ProblemAsync(Request with { Amount = "11" }));
    }

    [Theory]
    [InlineData("account")]
    [InlineData("pages")]
    [InlineData("rules")]
    [InlineData("currency")]
    public async Task The_same_reference_finds_its_deposit_whatever_the_settings_say_meanwhile(string changed)
    {
        _provider.Currency = "CNY";
        var request = Request with { Currency = null };
        var first = Assert.IsType<Result<Order>.Success>(await _deposits.CreateAsync(_merchant, request, default));
        var deposits = changed == "account" ? Make(TestDirectory.With()) : _deposits;
        _provider.Pages = changed == "pages" ? null : _provider.Pages;
        _provider.PageMistakes = changed == "rules" ? new Dictionary<string, string> { ["amount"] = "It is too little." } : _provider.PageMistakes;
        _provider.Currency = changed == "currency" ? "EUR" : null;

        var second = Assert.IsType<Result<Order>.Success>(await deposits.CreateAsync(_merchant, request, default));

        Assert.Equal((first.Value.Id, false, 1), (second.Value.Id, second.Created, _asked));
    }

    [Theory]
    [InlineData("11", null, "r-1")]
    [InlineData("10", "EUR", "r-1")]
    [InlineData("ten", null, "r-1")]
    [InlineData("10", null, "r-2")]
    public async Task Changed_settings_answer_no_other_request(string amount, string? currency, string reference)
    {
        await CreateAsync();
        _provider.Pages = null;

        Assert.Equal((400, "invalid_request"), await ProblemAsync(Request with { Amount = amount, Currency = currency ?? "CNY", Reference = reference }));
    }

    [Fact]
    public async Task A_page_that_is_still_to_be_had_is_asked_for_in_the_deposit_s_own_currency()
    {
        _provider.Currency = "CNY";
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Unavailable("timeout"));
        await _deposits.CreateAsync(_merchant, Request with { Currency = null }, default);
        var asked = new List<string>();
        _provider.Currency = "EUR";
        _provider.Pages = page =>
        {
            asked.Add(page.Currency);
            return Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", null)));
        };

        Assert.IsType<Result<Order>.Success>(await _deposits.CreateAsync(_merchant, Request with { Currency = null }, default));

        Assert.Equal(["CNY"], asked);
    }

    [Fact]
    public async Task While_one_request_asks_another_one_waits()
    {
        var answer = new TaskCompletionSource<ProviderResult<PaymentPage>>();
        _provider.Pages = _ => answer.Task;
        var first = CreateAsync();

        var second = await ProblemAsync(Request);
        answer.SetResult(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", null)));

        Assert.Equal((409, "in_progress"), second);
        Assert.IsType<Result<Order>.Success>(await first);
    }

    [Fact]
    public async Task A_request_that_died_while_asking_makes_way_after_its_turn()
    {
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Unavailable("timeout"));
        await CreateAsync();
        _store.Put(Stored with { PaymentPageLease = new PaymentPageLease("dead", _clock.GetUtcNow().AddSeconds(30)) });
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/2", null)));

        var early = await ProblemAsync(Request);
        _clock.Advance(TimeSpan.FromSeconds(30));
        var later = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.Equal((409, "in_progress"), early);
        Assert.Equal("https://pay.example/2", later.Value.PaymentUrl);
    }

    [Fact]
    public async Task A_turn_ends_when_its_time_is_over_and_leaves_the_deposit_to_the_same_reference()
    {
        _provider.Pages = _ => new TaskCompletionSource<ProviderResult<PaymentPage>>().Task;
        var slow = ProblemAsync(Request);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((502, "provider_unavailable"), await slow);
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", null)));

        Assert.Equal("https://pay.example/1", Assert.IsType<Result<Order>.Success>(await CreateAsync()).Value.PaymentUrl);
    }

    [Fact]
    public async Task A_page_that_comes_when_the_turn_is_somebody_else_s_is_not_kept()
    {
        _provider.Pages = _ =>
        {
            _store.Put(Stored with { PaymentPageLease = new PaymentPageLease("twin", _clock.GetUtcNow().AddMinutes(1)) });
            return Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", "77") { Address = "TP", Network = "tron" }));
        };

        Assert.Equal((409, "in_progress"), await ProblemAsync(Request));
        Assert.Null(Stored.PaymentUrl);
        Assert.Empty(_book.Payments);
    }

    [Fact]
    public async Task A_page_that_comes_when_a_twin_was_refused_is_not_handed_out()
    {
        _provider.Pages = _ =>
        {
            _store.Put(Stored.After(Samples.Deposit(NoticeStatus.Failed)) with { PaymentPageLease = null });
            return Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", "77")));
        };

        var success = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.Equal((OrderStatus.Failed, null, false), (success.Value.Status, success.Value.PaymentUrl, success.Created));
    }

    [Fact]
    public async Task An_unforeseen_failure_leaves_the_deposit_to_the_same_reference_at_once()
    {
        _provider.Pages = _ => throw new InvalidOperationException("Nobody thought of this.");
        await Assert.ThrowsAsync<InvalidOperationException>(CreateAsync);
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", null)));

        Assert.Equal("https://pay.example/1", Assert.IsType<Result<Order>.Success>(await CreateAsync()).Value.PaymentUrl);
    }

    [Fact]
    public async Task The_currency_is_the_provider_s_spelling_and_the_merchant_s_own_finds_it_again()
    {
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", null) { Currency = "USDT" }));
        var request = Request with { Currency = "usdt" };

        var success = Assert.IsType<Result<Order>.Success>(await _deposits.CreateAsync(_merchant, request, default));
        var again = Assert.IsType<Result<Order>.Success>(await _deposits.CreateAsync(_merchant, request, default));

        Assert.Equal(("USDT", success.Value.Id, false), (success.Value.Currency, again.Value.Id, again.Created));
    }

    [Fact]
    public async Task A_provider_that_is_away_leaves_the_deposit_to_the_same_reference()
    {
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Unavailable("timeout"));
        var away = await ProblemAsync(Request);
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", null)));

        var back = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.Equal((502, "provider_unavailable"), away);
        Assert.Equal("https://pay.example/1", back.Value.PaymentUrl);
    }

    [Fact]
    public async Task A_refusal_fails_the_deposit_with_the_provider_s_code()
    {
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Refused("1207", "no"));

        var refused = await ProblemAsync(Request);
        var found = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.Equal((422, "provider_refused"), refused);
        Assert.Equal((OrderStatus.Failed, new Failure("1207", "no"), 1), (found.Value.Status, found.Value.Failure, _asked));
    }

    [Fact]
    public async Task A_create_whose_answer_was_lost_goes_on()
    {
        _store.LoseNextAnswer = true;

        var success = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.True(success.Created);
        Assert.Equal((1, "https://pay.example/1"), (_asked, success.Value.PaymentUrl));
    }

    [Fact]
    public async Task A_page_whose_write_lost_its_answer_is_kept_and_listed()
    {
        _provider.Pages = _ =>
        {
            _store.LoseNextAnswer = true;
            return Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", null)));
        };

        var success = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.Equal("https://pay.example/1", success.Value.PaymentUrl);
        Assert.Equal(success.Value, Assert.Single(_followUps.Listed));
    }

    [Fact]
    public async Task A_page_that_comes_when_the_deposit_is_cancelled_is_not_handed_out()
    {
        _provider.Pages = _ =>
        {
            _store.Put(DepositMachine.Cancel(Stored, null, _clock.GetUtcNow()).Order);
            return Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", "77") { Address = Address, Network = "tron" }));
        };

        var success = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.Equal((OrderStatus.Expired, null), (success.Value.Status, success.Value.PaymentUrl));
        Assert.Empty(_book.Payments);
    }

    [Fact]
    public async Task The_same_reference_with_other_metadata_is_a_conflict_and_their_sequence_is_none()
    {
        var request = Request with { Metadata = new Dictionary<string, string> { ["cart"] = "17", ["note"] = "" } };
        var created = Assert.IsType<Result<Order>.Success>(await _deposits.CreateAsync(_merchant, request, default));
        var turned = Assert.IsType<Result<Order>.Success>(
            await _deposits.CreateAsync(_merchant, request with { Metadata = new Dictionary<string, string> { ["note"] = "", ["cart"] = "17" } }, default));

        Assert.Equal(["cart", "note"], created.Value.Request!.Metadata!.Keys);
        Assert.Equal((created.Value.Id, false), (turned.Value.Id, turned.Created));
        Assert.Equal((409, "reference_conflict"), await ProblemAsync(Request));
        Assert.Equal((409, "reference_conflict"), await ProblemAsync(request with { Metadata = new Dictionary<string, string> { ["cart"] = "18", ["note"] = "" } }));
    }

    [Fact]
    public async Task Empty_metadata_are_none()
    {
        await CreateAsync();

        var again = Assert.IsType<Result<Order>.Success>(await _deposits.CreateAsync(_merchant, Request with { Metadata = new Dictionary<string, string>() }, default));

        Assert.Null(again.Value.Request!.Metadata);
    }

    [Fact]
    public async Task A_callback_that_comes_before_the_page_is_kept()
    {
        _provider.Pages = page =>
        {
            _store.Put(_store[page.OrderId].Order.After(Samples.Deposit(NoticeStatus.Pending)));
            return Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", null)));
        };

        var success = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.Equal((OrderStatus.Pending, "https://pay.example/1"), (success.Value.Status, success.Value.PaymentUrl));
    }

    [Fact]
    public async Task A_page_with_an_address_of_its_own_is_kept_with_it_and_entered_first()
    {
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", "77") { Address = Address, Network = "tron" }));

        var success = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.Equal((Address, "tron", success.Value.Id), (success.Value.Address, success.Value.Network, _book.Payments[Address]));
    }

    [Fact]
    public async Task A_page_whose_address_is_another_order_s_is_not_handed_out()
    {
        _book.Payments[Address] = "dep_00000000000000000000000009";
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", "77") { Address = Address, Network = "tron" }));

        Assert.Equal((502, "provider_unavailable"), await ProblemAsync(Request));
        Assert.Null(_store[OrderId.OfMerchant(OrderKind.Deposit, "shop", "r-1")].Order.PaymentUrl);
    }

    [Fact]
    public async Task A_deposit_is_found_by_its_own_merchant_only()
    {
        var created = Assert.IsType<Result<Order>.Success>(await CreateAsync()).Value;

        Assert.IsType<Result<Order>.Success>(await _deposits.FindAsync(_merchant, created.Id, default));
        Assert.IsType<Result<Order>.Failure>(await _deposits.FindAsync(new Merchant("market", [], []), created.Id, default));
        Assert.IsType<Result<Order>.Failure>(await _deposits.FindAsync(_merchant, "dep_|order", default));
    }

    private Order Stored => _store[OrderId.OfMerchant(OrderKind.Deposit, "shop", "r-1")].Order;

    private DepositService Make(MerchantDirectory directory) => new(
        directory, _store, new OrderUpdater(_store, new FixedWebhookEventFactory(), _followUps, _clock),
        new PaymentPages(_store, _book, _followUps, _clock, NullLogger<PaymentPages>.Instance), _clock, NullLogger<DepositService>.Instance);

    private Task<ProviderResult<PaymentPage>> Answer(ProviderResult<PaymentPage> result)
    {
        _asked++;
        return Task.FromResult(result);
    }

    private Task<Result<Order>> CreateAsync() => _deposits.CreateAsync(_merchant, Request, CancellationToken.None);

    private async Task<(int Status, string Code)> ProblemAsync(DepositRequest request)
    {
        var problem = Assert.IsType<Result<Order>.Failure>(await _deposits.CreateAsync(_merchant, request, CancellationToken.None)).Problem;
        return (problem.Status, problem.Code);
    }
}
