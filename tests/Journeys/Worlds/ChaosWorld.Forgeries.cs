using System.Globalization;
using PaymentHub.Orders;
using PaymentHub.Sandbox.Keys;
using PaymentHub.Sandbox.MPay;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

internal sealed partial class ChaosWorld
{
    private int _forged;

    /// <summary>So many callbacks were forged.</summary>
    public int Forged => _forged;

    /// <summary>Somebody without the account's secrets tells of a deposit that nobody has made.</summary>
    public Task ForgeDepositAsync(string provider, int number, int cents)
    {
        var (customer, id) = (Customers[number % Customers.Length], 900_000_000 + number);
        return provider switch
        {
            "pay_protocol" => PostForgedAsync(
                Hub.Alpha.PayProtocolAccount,
                url =>
                    SignedCallback.PayProtocol(
                        Hub.Alpha.Keys.PayProtocol with
                        {
                            ApiSecret = Hub.Beta.Keys.PayProtocol.ApiSecret,
                        },
                        url,
                        $$"""{"rechargeId":{{id}},"chainId":1,"currencyId":2,"userId":403,"walletId":391,"walletAddress":"TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1","rechargeStatus":0,"rechargeAmount":"{{cents}}0000","uuid":"{{customer}}"}""",
                        TimeProvider.System.GetUtcNow() - _clock.GetUtcNow()
                    )
            ),
            "usdt_gateway" => PostForgedAsync(
                Hub.Alpha.GatewayAccount,
                _ => SignedCallback.Gateway(Hub.Beta.Keys.Gateway, GatewayData(customer, $"{1_850_000_000_000_000_000 + number}", number, cents))
            ),
            _ => Task.CompletedTask,
        };
    }

    /// <summary>Somebody says that an order of MPay's is paid that is not: without the secret, and with it, for its hash is weak and every callback
    /// that was seen is a guess at it.</summary>
    private async Task ForgePaymentAsync(string id, int amount)
    {
        foreach (var keys in (MPayKeys[])[Hub.Beta.Keys.MPay, Hub.Alpha.Keys.MPay])
        {
            await PostForgedAsync(
                Hub.Alpha.MPayAccount,
                _ => SignedCallback.MPay(keys, ("merchOrderId", id), ("status", "finish"), ("amount", amount.ToString(CultureInfo.InvariantCulture)))
            );
        }
    }

    /// <summary>Somebody says that the gateway has paid out what it may not have.</summary>
    private Task ForgePayoutAsync(string id, int number, int cents) =>
        PostForgedAsync(
            Hub.Alpha.GatewayAccount,
            _ => SignedCallback.Gateway(Hub.Beta.Keys.Gateway, GatewayData("PAYER1", id, number, cents), "withdraw_callback")
        );

    private static string GatewayData(string customer, string orderId, int number, int cents) =>
        $$"""{"identify":"{{customer}}","chain_type":3,"contract_type":32,"retry_id":"r","order_id":"{{orderId}}","transaction_id":"{{number:x64}}","amount":{{(
            cents / 100m
        ).ToString(CultureInfo.InvariantCulture)}}}""";

    private async Task PostForgedAsync(string account, Func<Uri, SignedCallback> make)
    {
        var url = new Uri(Hub.Address, "/callbacks/" + Hub.Alpha.CallbackId(account));
        try
        {
            await make(url).PostAsync(url).WaitAsync(TimeSpan.FromSeconds(20));
            Interlocked.Increment(ref _forged);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            // The app is dead, and a forger does not mind.
        }
    }

    /// <summary>Whether it is in review although its provider was not paid for it, as of what was forged with the right secret.</summary>
    private bool IsUnpaid(Order order) =>
        order is { Kind: OrderKind.Deposit, Provider: "mpay", Status: OrderStatus.NeedsReview }
        && Hub.Sandbox.MPay.Orders.All(one => one.MerchOrderId != order.Id || one.Status != MPayStatus.Finish);
}
