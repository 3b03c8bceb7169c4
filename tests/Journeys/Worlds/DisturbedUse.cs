using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>A merchant of the directory, and what it and its operators ask for: done, refused, wrong and disturbed.</summary>
internal static class DisturbedUse
{
    public static readonly TestMerchant Gamma = new("gamma");

    /// <summary>Requests that are done, refused, wrong and disturbed.</summary>
    public static async Task UseAsync(Hub hub, DirectoryWire wire, string shop, string admin, List<string> made)
    {
        var order = (await wire.SendAsync(HttpMethod.Post, "/v1/deposits", DepositSteps.MPayRequest(Gamma, "first", "USER1"), shop)).Body!;
        await hub.Sandbox.MPay.PayAsync((string)order["id"]!);
        await hub.WebhookAsync(Gamma, "deposit.completed");
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.RequestRefused) { Endpoint = "user/up" });
        await wire.SendAsync(HttpMethod.Post, "/v1/deposits", DepositSteps.MPayRequest(Gamma, "refused", "USER1", "1"), shop);
        hub.Sandbox.Faults.Clear();
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.RequestFails) { Endpoint = "user/up" });
        await wire.SendAsync(HttpMethod.Post, "/v1/deposits", DepositSteps.MPayRequest(Gamma, "failed", "USER1", "1"), shop);
        hub.Sandbox.Faults.Clear();
        // A body with all secrets in the wrong places.
        await wire.SendAsync(
            HttpMethod.Put,
            "/ops/merchants/gamma/accounts/gamma_pay",
            new
            {
                id = "other",
                provider = "pay_protocol",
                base_url = "no address",
                withdrawals = "maybe",
                settings = new
                {
                    api_key = " " + Gamma.Keys.PayProtocol.ApiKey,
                    api_secret = Gamma.Keys.PayProtocol.ApiSecret,
                    misspelt = Gamma.Keys.PayProtocol.ApiSecret,
                },
            },
            ifMatch: "*"
        );
        await wire.SendAsync(
            HttpMethod.Put,
            "/ops/merchants/gamma/accounts/gamma_usdt",
            new
            {
                provider = "usdt_gateway",
                base_url = "https://x.example",
                settings = new
                {
                    app_id = "1",
                    api_key = "x",
                    private_key = Gamma.Keys.Gateway.MerchantPrivateKey[..40],
                    gateway_public_key = Gamma.Keys.Gateway.MerchantPrivateKey,
                },
            },
            ifMatch: "*"
        );
        await wire.SendAsync(
            HttpMethod.Put,
            "/ops/merchants/gamma/accounts/gamma_mpay",
            new
            {
                provider = "mpay",
                base_url = "https://x.example",
                settings = new
                {
                    merch_id = Gamma.Keys.MPay.Md5Key,
                    md5_key = Gamma.Keys.MPay.Md5Key,
                    currency = "CNY",
                },
            },
            ifMatch: "*"
        );
        await wire.SendAsync(HttpMethod.Post, $"/callbacks/{made[0]}", new { nothing = "of use" });
        await wire.SendAsync(HttpMethod.Post, $"/callbacks/{made[0]}x", new { nothing = "of use" });
        foreach (
            var path in (string[])
                [
                    "/ops/merchants",
                    "/ops/merchants/gamma",
                    "/ops/merchants/gamma/history",
                    "/ops/merchants/gamma/accounts",
                    "/ops/merchants/gamma/accounts/gamma_pay",
                    "/ops/merchants/gamma/endpoints",
                    "/ops/merchants/gamma/endpoints/main",
                    "/ops/merchants/gamma/api-keys",
                    "/ops/accounts",
                    "/ops/quarantine",
                    "/ops/endpoints",
                ]
        )
        {
            await wire.SendAsync(HttpMethod.Get, path);
        }

        foreach (
            var path in (string[])
                ["/v1/endpoints", "/v1/endpoints/main", "/v1/endpoints/main/health", "/v1/api-keys", "/v1/accounts", "/v1/deposits", "/v1/events"]
        )
        {
            await wire.SendAsync(HttpMethod.Get, path, null, admin);
        }

        foreach (var path in (string[])["/v1/accounts", "/v1/deposits", "/v1/events", "/v1/webhooks"])
            await wire.SendAsync(HttpMethod.Get, path, null, shop);
        await wire.SendAsync(HttpMethod.Get, "/v1/deposits", null, shop + "x");
        await wire.SendAsync(HttpMethod.Post, "/ops/directory/reencrypt");
        hub.Process.Probe.Start(call => call.Name == "merchants: transaction" ? StorageFault.LoseAnswer : StorageFault.None);
        await wire.SendAsync(HttpMethod.Post, "/ops/merchants/gamma/disable");
        await wire.SendAsync(HttpMethod.Get, "/v1/deposits", null, shop);
    }

    public static string LastPart(System.Text.Json.Nodes.JsonNode answer, string member) => ((string)answer[member]!).Split('/')[^1];
}
