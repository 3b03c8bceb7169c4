using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Support;
using PuppeteerSharp;

namespace PaymentHub.Tests.Browser;

/// <summary>One browser and one hub for all tests in a browser, which run one after the other.</summary>
public sealed class BrowserWorld : IAsyncLifetime
{
    internal IBrowser Browser { get; private set; } = null!;

    internal Hub Hub { get; private set; } = null!;

    /// <summary>The key of alice, who may do everything but change merchants.</summary>
    internal string OperatorKey { get; } = RandomNumberGenerator.GetHexString(40);

    /// <summary>The key of bob, who may only look.</summary>
    internal string ViewerKey { get; } = RandomNumberGenerator.GetHexString(40);

    /// <summary>The key of carol, who decides on money, too.</summary>
    internal string SecondKey { get; } = RandomNumberGenerator.GetHexString(40);

    /// <summary>The key by which alpha approves withdrawals.</summary>
    internal string ApproverKey { get; } = RandomNumberGenerator.GetHexString(40);

    public async Task InitializeAsync()
    {
        Browser = await Chromium.StartAsync();
        Hub = await Hub.StartAsync(
            new()
            {
                // What is not told by a callback is asked for soon.
                ["OutboxRelaySchedule"] = "* * * * * *",
                ["PaymentHub:Deposits:FirstPoll"] = "00:00:02",
                ["PaymentHub:MasterKeys:0"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
                ["PaymentHub:Operators:alice:Sha256"] = Sha256(OperatorKey),
                ["PaymentHub:Operators:alice:Roles"] = "view,operate,money",
                ["PaymentHub:Operators:bob:Sha256"] = Sha256(ViewerKey),
                ["PaymentHub:Operators:bob:Roles"] = "view",
                ["PaymentHub:Operators:carol:Sha256"] = Sha256(SecondKey),
                ["PaymentHub:Operators:carol:Roles"] = "view,money",
                ["PaymentHub:Merchants:alpha:ApiKeys:1:Sha256"] = Sha256(ApproverKey),
                ["PaymentHub:Merchants:alpha:ApiKeys:1:Owner"] = "treasurer",
                ["PaymentHub:Merchants:alpha:ApiKeys:1:Roles"] = "approver",
                ["PaymentHub:Merchants:alpha:Accounts:alpha_usdt:Approval"] = "required",
                ["PaymentHub:Merchants:alpha:Accounts:alpha_usdt:Settings:RefusalCodes"] = Payouts.RefusalCode,
                // Reports and back-fills are worked on soon.
                ["ReconciliationSchedule"] = "* * * * * *",
                ["PaymentHub:Merchants:alpha:Page:Name"] = "Alpha Coffee",
                ["PaymentHub:Merchants:alpha:Accounts:alpha_pay:Settings:PaymentOrders"] = "true",
                ["PaymentHub:Merchants:beta:Page:Name"] = "Beta",
                ["PaymentHub:Merchants:beta:Page:AccentColor"] = "#7a1f5c",
            }
        );
    }

    public async Task DisposeAsync()
    {
        await Hub.DisposeAsync();
        await Browser.DisposeAsync();
    }

    /// <summary>The page of a customer's first address at an account.</summary>
    internal async Task<(Uri Page, string Address, string Network)> AddressAsync(TestMerchant merchant, string account, string customer)
    {
        var (status, body) = await Hub.PostAsync(merchant, "/v1/deposit-addresses", new { account, customer_id = customer });
        Assert.Equal(200, status);
        var first = body!["addresses"]![0]!;
        return (new Uri((string)first["page_url"]!), (string)first["address"]!, (string)first["network"]!);
    }

    /// <summary>A deposit of 12.5 USDT by a payment order at Pay Protocol.</summary>
    internal Task<JsonNode> PaymentOrderAsync(string reference) =>
        DepositAsync(
            new()
            {
                ["account"] = Hub.Alpha.PayProtocolAccount,
                ["customer_id"] = "payer",
                ["amount"] = "12.5",
                ["currency"] = "USDT",
                ["network"] = "tron",
                ["reference"] = reference,
                ["return_url"] = "https://shop.example/back",
            }
        );

    /// <summary>A deposit of 88 CNY at MPay.</summary>
    internal Task<JsonNode> MPayAsync(string reference) =>
        DepositAsync(
            new()
            {
                ["account"] = Hub.Alpha.MPayAccount,
                ["customer_id"] = "payer",
                ["amount"] = "88",
                ["reference"] = reference,
            }
        );

    private static string Sha256(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private async Task<JsonNode> DepositAsync(Dictionary<string, string> request)
    {
        var (status, body) = await Hub.PostAsync(Hub.Alpha, "/v1/deposits", request);
        Assert.Equal(201, status);
        return body!;
    }
}

/// <summary>All tests in a browser share it, and the machine runs one of them at a time.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<BrowserWorld>
{
    public const string Name = "browser";
}
