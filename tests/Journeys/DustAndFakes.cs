using System.Text.Json.Nodes;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>What anybody can send to an address that stands on a page or in a chain's history.</summary>
public sealed class DustAndFakes
{
    private const string Account = "PaymentHub:Merchants:alpha:Accounts:alpha_pay";

    [Theory]
    [InlineData(PayProtocolCatalogue.UsdtTrc20, 4)]
    [InlineData(PayProtocolCatalogue.Trx, 3)]
    public async Task Dust_does_not_flip_an_invoice_that_is_paid(int currency, int callbacks)
    {
        await using var hub = await Hub.StartAsync(new() { [$"{Account}:Settings:PaymentOrders"] = "true", [$"{Account}:AmountTolerance"] = "1" });
        var (_, order) = await hub.PostAsync(
            hub.Alpha,
            "/v1/deposits",
            new
            {
                account = "alpha_pay",
                customer_id = "u-1",
                amount = "10",
                currency = "USDT",
                network = "tron",
                reference = "r-1",
            }
        );
        var id = (string)order!["id"]!;
        await hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id);
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        var invoice = hub.Sandbox.PayProtocol.PaymentOrders.All[0];

        await hub.Sandbox.PayProtocol.PayAsync(
            new()
            {
                Account = invoice.Account,
                Uuid = invoice.OutPaymentNo,
                CurrencyId = currency,
                Amount = "0.000001",
            }
        );
        await Eventually.TrueAsync(async () => (await hub.VerdictsAsync()).Count == callbacks, Hub.Patience, "every callback has its verdict");
        await hub.SettleAsync();

        Assert.Equal("completed", (string?)(await hub.GetAsync(hub.Alpha, $"/v1/deposits/{id}")).Body!["status"]);
        Assert.Equal(["deposit.completed"], hub.Sandbox.Merchant.Received.Items.Select(Hub.TypeOf));
    }

    [Theory]
    [InlineData(PayProtocolCatalogue.UsdtTrc20, "deposit.completed", "USDT", null)]
    [InlineData(77, "deposit.needs_review", "USDT#77", "currency_mismatch")]
    public async Task A_second_coin_under_the_same_symbol_is_not_the_first(int currency, string told, string symbol, string? reason)
    {
        await using var hub = await Hub.StartAsync();
        hub.Sandbox.PayProtocol.Catalogue.Add(
            new PayProtocolCurrency(77, PayProtocolCatalogue.Tron, "USDT (bridged)", "USDT", "TA1AtPt6bRfFgc4KuXJb9LrJrqxeXiaV2A", 6)
        );
        await DepositSteps.PrepareAsync(hub, "pay_protocol");

        await hub.Sandbox.PayProtocol.PayAsync(
            new()
            {
                Account = "alpha",
                Uuid = "USER10001",
                CurrencyId = currency,
                Amount = "900",
            }
        );
        JsonNode deposit = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, told));

        Assert.Equal((symbol, "900", reason), ((string?)deposit["currency"], (string?)deposit["amount"], (string?)deposit["review_reason"]));
    }
}
