using System.Security.Cryptography;
using System.Text.Json;
using PaymentHub.Merchants;
using PaymentHub.Money;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Deposits;

/// <summary>Turns a merchant's request for a deposit into one for a payment page, or says what is wrong with it.</summary>
internal static class PaymentPageCheck
{
    private const int MaxTitle = 128;
    private const int MaxRemark = 256;
    private const int MaxCurrency = 16;

    public static (Account? Account, PaymentPageRequest? Page, Problem? Problem) Check(
        MerchantDirectory directory,
        Merchant merchant,
        DepositRequest request
    )
    {
        var check = new RequestCheck();
        var account = check.OpenAccount(directory, merchant, request.Account);
        check.MerchantText("customer_id", request.CustomerId);
        check.MerchantText("reference", request.Reference);
        var amount = check.Amount("amount", request.Amount);
        check.OptionalText("currency", request.Currency, MaxCurrency);
        check.OptionalText("network", request.Network, MaxCurrency);
        check.OptionalText("title", request.Title, MaxTitle);
        check.OptionalText("remark", request.Remark, MaxRemark);
        check.OptionalUrl("return_url", request.ReturnUrl);
        check.Metadata(request.Metadata);
        if (account is { Provider.MakesPaymentPages: false })
            check.Add("account", $"This account's provider, {account.ProviderName}, makes no payment pages here; use a deposit address instead.");
        else if (account is not null && (request.Currency ?? account.Provider.DefaultCurrency) is null)
            check.Add("currency", "It is required for this account.");
        if (check.Problem is { } problem)
            return (null, null, problem);

        var page = new PaymentPageRequest
        {
            OrderId = OrderId.OfMerchant(OrderKind.Deposit, merchant.Id, request.Reference!),
            CustomerId = request.CustomerId!,
            Amount = amount,
            Currency = request.Currency ?? account!.Provider.DefaultCurrency!,
            Network = request.Network,
            Title = request.Title,
            Remark = request.Remark,
            ReturnUrl = request.ReturnUrl,
        };
        foreach (var (field, message) in account!.Provider.CheckPaymentPage(page))
            check.Add(field, message);
        return (account, page, check.Problem);
    }

    /// <summary>Whether a request repeats the one that an order was created by. A currency that it leaves to the account is the order's.</summary>
    public static bool Repeats(DepositRequest request, Order order) =>
        order.Request is { } known
        && Amounts.ReadPlain(request.Amount ?? "", out var amount) == AmountReading.Exact
        && Fingerprint(request, amount, request.Currency ?? known.Currency) == known.Fingerprint;

    /// <summary>A hash over everything the merchant asked for: equal only for equal requests.</summary>
    public static string Fingerprint(DepositRequest request, decimal amount, string currency) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                JsonSerializer.SerializeToUtf8Bytes<string?[]>([
                    request.Account,
                    request.CustomerId,
                    Amounts.Format(amount),
                    currency,
                    request.Network,
                    request.Title,
                    request.Remark,
                    request.ReturnUrl,
                    // The optional ones above may be null too, but there are always as many of them.
                    .. RequestCheck.Ordered(request.Metadata),
                ])
            )
        );
}

/// <summary>POST /v1/deposits.</summary>
public sealed record DepositRequest
{
    public string? Account { get; init; }

    public string? CustomerId { get; init; }

    /// <summary>Plain digits with an optional fraction, as text.</summary>
    public string? Amount { get; init; }

    public string? Currency { get; init; }

    public string? Network { get; init; }

    /// <summary>The merchant's idempotency key.</summary>
    public string? Reference { get; init; }

    public string? Title { get; init; }

    public string? Remark { get; init; }

    public string? ReturnUrl { get; init; }

    /// <summary>The merchant's own metadata.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
