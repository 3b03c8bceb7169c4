using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>The same deposit at each provider, up to the payment: what journeys differ in comes after that.</summary>
internal static class DepositSteps
{
    /// <summary>The providers' names, as test data.</summary>
    public static TheoryData<string> Providers => ["pay_protocol", "usdt_gateway", "mpay"];

    /// <summary>Has the webhook about a paid deposit become a dead letter, with one attempt made, which failed. Returns the order's id.</summary>
    public static async Task<string> DeadLetterAsync(Hub hub, string reference)
    {
        var id = await MPayAsync(hub, hub.Alpha, reference);
        hub.Sandbox.Merchant.FailNext(1);
        await hub.Sandbox.MPay.PayAsync(id);
        await Eventually.TrueAsync(
            async () => (await hub.RowsAsync(TableNames.Orders, $"{id}|attempt")).Count == 1,
            Hub.Patience,
            "the first attempt is recorded"
        );
        await hub.Process.Services.GetRequiredService<IDeliveryStore>().DeadLetterAsync(id, "main", default);
        return id;
    }

    /// <summary>Asks for a deposit as the merchant's shop does, so that a payer can pay. Returns how to pay it.</summary>
    public static async Task<Func<Task>> PrepareAsync(Hub hub, string provider, string customer = "USER10001", TestMerchant? of = null)
    {
        var merchant = of ?? hub.Alpha;
        switch (provider)
        {
            case "pay_protocol":
                await AddressAsync(hub, merchant, merchant.PayProtocolAccount, customer);
                return () =>
                    hub.Sandbox.PayProtocol.PayAsync(
                        new()
                        {
                            Account = merchant.Id,
                            Uuid = customer,
                            Amount = "51.25",
                        }
                    );
            case "usdt_gateway":
                await AddressAsync(hub, merchant, merchant.GatewayAccount, customer);
                return () =>
                    hub.Sandbox.Gateway.PayAsync(
                        new()
                        {
                            Account = merchant.Id,
                            Identify = customer,
                            Amount = "5.125e1",
                        }
                    );
            default:
                var id = await MPayAsync(hub, merchant, "ORDER-" + customer, customer);
                return () => hub.Sandbox.MPay.PayAsync(id);
        }
    }

    /// <summary>What a deposit from <see cref="PrepareAsync"/> comes to.</summary>
    public static string Amount(string provider) => provider == "mpay" ? "88" : "51.25";

    /// <summary>What a shop posts to /v1/deposits for an order at MPay.</summary>
    public static object MPayRequest(TestMerchant merchant, string reference, string customer, string amount = "88") =>
        new
        {
            account = merchant.MPayAccount,
            customer_id = customer,
            amount,
            reference,
        };

    /// <summary>Creates an MPay deposit over 88 and returns its id.</summary>
    public static async Task<string> MPayAsync(Hub hub, TestMerchant merchant, string reference, string customer = "USER10001")
    {
        var (status, order) = await hub.PostAsync(merchant, "/v1/deposits", MPayRequest(merchant, reference, customer));
        Assert.Equal(201, status);
        return (string)order!["id"]!;
    }

    private static async Task AddressAsync(Hub hub, TestMerchant merchant, string account, string customer)
    {
        var (status, _) = await hub.PostAsync(merchant, "/v1/deposit-addresses", new { account, customer_id = customer });
        Assert.Equal(200, status);
    }
}
