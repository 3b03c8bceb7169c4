using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;

namespace PaymentHub.Tests.Deposits;

public sealed class DepositServiceTests : DepositServiceBench
{
    [Fact]
    public async Task A_deposit_is_created_with_its_page()
    {
        var success = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.True(success.Created);
        Assert.Equal(
            (OrderStatus.AwaitingPayment, "https://pay.example/1", "77", 10m, (PaymentPageLease?)null),
            (
                success.Value.Status,
                success.Value.PaymentUrl,
                success.Value.ProviderOrderId,
                success.Value.Request!.Amount,
                success.Value.PaymentPageLease
            )
        );
        Assert.Equal(success.Value, Assert.Single(_followUps.Listed));
    }

    [Theory]
    [InlineData("tron", "TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLx")]
    [InlineData("bsc", "TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLU")]
    public async Task A_page_with_an_address_that_nobody_can_pay_to_is_not_handed_out(string network, string address)
    {
        _provider.Pages = _ =>
            Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", "77") { Address = address, Network = network }));

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

        Assert.Equal(
            (400, "invalid_request"),
            await ProblemAsync(Request with { Amount = amount, Currency = currency ?? "CNY", Reference = reference })
        );
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
    public async Task The_currency_is_the_provider_s_spelling_and_the_merchant_s_own_finds_it_again()
    {
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", null) { Currency = "USDT" }));
        var request = Request with { Currency = "usdt" };

        var success = Assert.IsType<Result<Order>.Success>(await _deposits.CreateAsync(_merchant, request, default));
        var again = Assert.IsType<Result<Order>.Success>(await _deposits.CreateAsync(_merchant, request, default));

        Assert.Equal(("USDT", success.Value.Id, false), (success.Value.Currency, again.Value.Id, again.Created));
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
    public async Task The_same_reference_with_other_metadata_is_a_conflict_and_their_sequence_is_none()
    {
        var request = Request with
        {
            Metadata = new Dictionary<string, string> { ["cart"] = "17", ["note"] = "" },
        };
        var created = Assert.IsType<Result<Order>.Success>(await _deposits.CreateAsync(_merchant, request, default));
        var turned = Assert.IsType<Result<Order>.Success>(
            await _deposits.CreateAsync(
                _merchant,
                request with
                {
                    Metadata = new Dictionary<string, string> { ["note"] = "", ["cart"] = "17" },
                },
                default
            )
        );

        Assert.Equal(["cart", "note"], created.Value.Request!.Metadata!.Keys);
        Assert.Equal((created.Value.Id, false), (turned.Value.Id, turned.Created));
        Assert.Equal((409, "reference_conflict"), await ProblemAsync(Request));
        Assert.Equal(
            (409, "reference_conflict"),
            await ProblemAsync(
                request with
                {
                    Metadata = new Dictionary<string, string> { ["cart"] = "18", ["note"] = "" },
                }
            )
        );
    }

    [Fact]
    public async Task Empty_metadata_are_none()
    {
        await CreateAsync();

        var again = Assert.IsType<Result<Order>.Success>(
            await _deposits.CreateAsync(_merchant, Request with { Metadata = new Dictionary<string, string>() }, default)
        );

        Assert.Null(again.Value.Request!.Metadata);
    }

    [Fact]
    public async Task A_page_with_an_address_of_its_own_is_kept_with_it_and_entered_first()
    {
        _provider.Pages = _ =>
            Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", "77") { Address = Address, Network = "tron" }));

        var success = Assert.IsType<Result<Order>.Success>(await CreateAsync());

        Assert.Equal((Address, "tron", success.Value.Id), (success.Value.Address, success.Value.Network, _book.Payments[Address]));
    }

    [Fact]
    public async Task A_deposit_is_found_by_its_own_merchant_only()
    {
        var created = Assert.IsType<Result<Order>.Success>(await CreateAsync()).Value;

        Assert.IsType<Result<Order>.Success>(await _deposits.FindAsync(_merchant, created.Id, default));
        Assert.IsType<Result<Order>.Failure>(await _deposits.FindAsync(new Merchant("market", [], []), created.Id, default));
        Assert.IsType<Result<Order>.Failure>(await _deposits.FindAsync(_merchant, "dep_|order", default));
    }
}
