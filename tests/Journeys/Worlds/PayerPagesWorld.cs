using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>A hub with pages, whose merchant alpha has a look of its own.</summary>
public sealed class PayerPagesWorld : IAsyncLifetime
{
    internal Hub Hub { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Hub = await Hub.StartAsync(
            new()
            {
                ["PaymentHub:MasterKeys:0"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
                ["PaymentHub:Merchants:alpha:Page:Name"] = "Gold & <b>Co",
                ["PaymentHub:Merchants:alpha:Page:LogoUrl"] = "https://shop.example/logo.svg",
                ["PaymentHub:Merchants:alpha:Page:AccentColor"] = "#0b5cad",
            }
        );

    public async Task DisposeAsync() => await Hub.DisposeAsync();

    internal async Task<JsonNode> DepositAsync(string reference)
    {
        var (status, order) = await Hub.PostAsync(Hub.Alpha, "/v1/deposits", DepositSteps.MPayRequest(Hub.Alpha, reference, "payer-7"));
        Assert.InRange(status, 200, 201);
        return order!;
    }

    internal async Task<string> AddressPageAsync(string customer)
    {
        var (status, body) = await Hub.PostAsync(
            Hub.Alpha,
            "/v1/deposit-addresses",
            new { account = Hub.Alpha.GatewayAccount, customer_id = customer }
        );
        Assert.Equal(200, status);
        return (string)body!["addresses"]![0]!["page_url"]!;
    }
}
