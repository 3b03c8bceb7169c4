using System.Security.Cryptography;
using System.Text.Json;
using PaymentHub.Money;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Merchants;

/// <summary>Turns a merchant's request for a deposit into one for a payment page, or says what is wrong with it.</summary>
internal static class PaymentPageCheck
{
    private const int MaxTitle = 128;
    private const int MaxRemark = 256;
    private const int MaxCurrency = 16;

    public static (Account? Account, PaymentPageRequest? Page, Problem? Problem) Check(MerchantDirectory directory, Merchant merchant, DepositRequest request)
    {
        var check = new RequestCheck();
        var account = check.Account(directory, merchant, request.Account);
        check.MerchantText("customer_id", request.CustomerId);
        check.MerchantText("reference", request.Reference);
        var amount = check.Amount("amount", request.Amount);
        check.OptionalText("currency", request.Currency, MaxCurrency);
        check.OptionalText("network", request.Network, MaxCurrency);
        check.OptionalText("title", request.Title, MaxTitle);
        check.OptionalText("remark", request.Remark, MaxRemark);
        check.OptionalUrl("return_url", request.ReturnUrl);
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

    /// <summary>A hash over everything the merchant asked for: equal only for equal requests.</summary>
    public static string Fingerprint(Account account, PaymentPageRequest page) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes<string?[]>(
            [account.Id, page.CustomerId, Amounts.Format(page.Amount), page.Currency, page.Network, page.Title, page.Remark, page.ReturnUrl])));
}
