using System.Globalization;
using PaymentHub.Deposits;
using PaymentHub.Merchants;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;

namespace PaymentHub.Tests.Deposits;

public class PaymentPageCheckTests
{
    private static readonly DepositRequest Good = new()
    {
        Account = "shop_pay",
        CustomerId = "u-1",
        Amount = "10.50",
        Currency = "CNY",
        Network = "n",
        Reference = "r-1",
        Title = "t",
        Remark = "m",
        ReturnUrl = "https://shop.example/done",
    };

    private readonly Merchant _merchant = new("shop", [], []);

    [Fact]
    public void A_good_request_becomes_one_for_a_page()
    {
        var (account, page, problem) = Check(Provider(), Good);

        Assert.Null(problem);
        Assert.Equal("shop_pay", account!.Id);
        Assert.Equal(
            new PaymentPageRequest
            {
                // SHA-256 over the length-prefixed parts merchant, shop, payment, r-1; see OrderIdTests.
                OrderId = "dep_0m6sf7cg64d4pgfpd8c8qj02r7",
                CustomerId = "u-1",
                Amount = 10.5m,
                Currency = "CNY",
                Network = "n",
                Title = "t",
                Remark = "m",
                ReturnUrl = "https://shop.example/done",
            },
            page
        );
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var (_, page, problem) = Check(
            Provider(),
            new DepositRequest
            {
                Account = "other",
                Title = "",
                ReturnUrl = "x",
            }
        );

        Assert.Null(page);
        Assert.Equal((400, "invalid_request"), (problem!.Status, problem.Code));
        Assert.Equal(["account", "customer_id", "reference", "amount", "title", "return_url"], problem.Errors.Select(error => error.Field));
    }

    [Fact]
    public void The_account_s_currency_stands_in_for_none()
    {
        var (_, page, _) = Check(Provider(currency: "EUR"), Good with { Currency = null });

        Assert.Equal("EUR", page!.Currency);
    }

    [Fact]
    public void Without_any_currency_the_request_is_refused()
    {
        var (_, _, problem) = Check(Provider(), Good with { Currency = null });

        Assert.Equal(("currency", "It is required for this account."), (Assert.Single(problem!.Errors).Field, problem.Errors[0].Message));
    }

    [Fact]
    public void An_account_without_payment_pages_is_named()
    {
        var (_, _, problem) = Check(new FakeProviderAccount(), Good);

        Assert.Equal("account", Assert.Single(problem!.Errors).Field);
    }

    [Fact]
    public void The_provider_s_own_rules_are_told_by_field()
    {
        var (_, _, problem) = Check(Provider(mistakes: new() { ["amount"] = "Whole amounts only." }), Good);

        Assert.Equal(new FieldError("amount", "Whole amounts only."), Assert.Single(problem!.Errors));
    }

    public static TheoryData<string, DepositRequest> Others =>
        new()
        {
            { "customer", Good with { CustomerId = "u-2" } },
            { "amount", Good with { Amount = "10.51" } },
            { "currency", Good with { Currency = "EUR" } },
            { "network", Good with { Network = "o" } },
            { "no network", Good with { Network = null } },
            { "title", Good with { Title = "u" } },
            { "title and remark exchanged", Good with { Title = "m", Remark = "t" } },
            { "no title, and its text as the remark", Good with { Title = null, Remark = "t" } },
            { "return address", Good with { ReturnUrl = null } },
        };

    [Theory]
    [MemberData(nameof(Others))]
    public void Another_content_has_another_fingerprint(string what, DepositRequest other) =>
        Assert.True(Fingerprint(Good) != Fingerprint(other), what);

    [Fact]
    public void The_same_content_has_the_same_fingerprint_however_the_amount_is_written() =>
        Assert.Equal(Fingerprint(Good), Fingerprint(Good with { Amount = "010.5" }));

    [Fact]
    public void The_same_content_at_another_account_is_another_content() =>
        Assert.NotEqual(Fingerprint(Good), Fingerprint(Good with { Account = "shop_pay2" }));

    private static string Fingerprint(DepositRequest request) =>
        PaymentPageCheck.Fingerprint(request, decimal.Parse(request.Amount!, CultureInfo.InvariantCulture), request.Currency!);

    private (Account? Account, PaymentPageRequest? Page, Problem? Problem) Check(ProviderAccount provider, DepositRequest request) =>
        PaymentPageCheck.Check(TestDirectory.With(TestDirectory.Account(provider)), _merchant, request);

    private static FakeProviderAccount Provider(string? currency = null, Dictionary<string, string>? mistakes = null) =>
        new()
        {
            Currency = currency,
            PageMistakes = mistakes ?? [],
            Pages = _ => throw new InvalidOperationException("A check asks nobody."),
        };
}
