using System.Security.Cryptography;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>A merchant from nothing to its first verified webhook, by calls of the API alone, while others go on.</summary>
public sealed class Onboarding
{
    private static readonly TestMerchant Gamma = new("gamma");

    [Fact]
    public async Task A_merchant_is_taken_on_while_others_pay_without_a_restart()
    {
        await using var hub = await StartAsync();
        using var wire = new DirectoryWire(hub);
        using var load = new OnboardingLoad(hub);

        await wire.CreateAsync("/ops/merchants", new { id = "gamma", name = "Gamma Ltd" });
        foreach (var account in Accounts(hub))
        {
            Assert.StartsWith(
                hub.Address.GetLeftPart(UriPartial.Authority) + "/callbacks/",
                (string)(await wire.CreateAsync("/ops/merchants/gamma/accounts", account))["callback_url"]!,
                StringComparison.Ordinal
            );
        }

        var endpoint = await wire.CreateAsync(
            "/ops/merchants/gamma/endpoints",
            new
            {
                id = "main",
                url = $"{hub.Sandbox.BaseUrl}/merchant/webhooks/gamma",
                allow_local = true,
                events = (string[])["deposit.*"],
            }
        );
        hub.Sandbox.Merchant.SetEndpoint(new("gamma", [(string)endpoint["secret"]!]));
        var admin = (string)(await wire.CreateAsync("/ops/merchants/gamma/api-keys", new { owner = "office", roles = (string[])["admin"] }))["key"]!;
        var shop = (string)(await wire.CreateAsync("/v1/api-keys", new { owner = "shop", roles = (string[])["deposits", "read"] }, admin))["key"]!;
        await wire.CreateAsync(
            "/v1/endpoints",
            new
            {
                id = "second",
                url = "https://gamma.example/hooks",
                disabled = true,
            },
            admin
        );

        var (status, order, _) = await wire.SendAsync(HttpMethod.Post, "/v1/deposits", DepositSteps.MPayRequest(Gamma, "first", "USER1"), shop);
        Assert.True(status == 201, $"{status} {order}");
        await hub.Sandbox.MPay.PayAsync((string)order!["id"]!);
        var webhook = await hub.WebhookAsync(Gamma, "deposit.completed");

        Assert.True(webhook.Verified);
        Assert.Equal((string)order["id"]!, (string)Hub.DataOf(webhook)["id"]!);
        var expected = await load.EndAsync();
        await Eventually.TrueAsync(
            () => Task.FromResult(!expected.Except(load.Told()).Any()),
            Hub.Patience,
            $"each of {expected.Count} payments of the others is told"
        );
        Assert.Empty(load.Told().Except(expected));
        var history = (await wire.SendAsync(HttpMethod.Get, "/ops/merchants/gamma/history")).Body!["data"]!.AsArray();
        Assert.Equal(["endpoint.created", "api_key.created"], history.Take(2).Select(change => (string)change!["what"]!));
        Assert.Equal(("merchant", "office"), ((string)history[0]!["by"]!["kind"]!, (string)history[0]!["by"]!["name"]!));
        Assert.Equal(("operator", "alice"), ((string)history[^1]!["by"]!["kind"]!, (string)history[^1]!["by"]!["name"]!));
        Assert.Equal(403, (await wire.SendAsync(HttpMethod.Post, "/ops/merchants/gamma/disable", null, hub.Second.Key)).Status);
    }

    [Fact]
    public async Task A_merchant_changes_its_own_endpoints_and_keys_and_nobody_else_s()
    {
        await using var hub = await StartAsync();
        using var wire = new DirectoryWire(hub);
        await wire.CreateAsync("/ops/merchants", new { id = "gamma" });
        await wire.CreateAsync("/ops/merchants", new { id = "delta" });
        var admin = (string)(await wire.CreateAsync("/ops/merchants/gamma/api-keys", new { owner = "office", roles = (string[])["admin"] }))["key"]!;
        var other = (string)(await wire.CreateAsync("/ops/merchants/delta/api-keys", new { owner = "office", roles = (string[])["admin"] }))["key"]!;
        var made = await wire.CreateAsync("/v1/endpoints", new { id = "main", url = "https://gamma.example/hooks" }, admin);
        var key = await wire.CreateAsync("/v1/api-keys", new { owner = "shop", roles = (string[])["read"] }, admin);

        var rotated = await wire.ChangeAsync(
            HttpMethod.Post,
            "/v1/endpoints/main/rotate-secret",
            "/v1/endpoints/main",
            new { overlap = "01:00:00" },
            admin
        );
        var replaced = await wire.ChangeAsync(
            HttpMethod.Put,
            "/v1/endpoints/main",
            "/v1/endpoints/main",
            new { url = "https://gamma.example/other", disabled = true },
            admin
        );
        Assert.NotEqual((string)made["secret"]!, (string)rotated["secret"]!);
        Assert.Equal(
            ("https://gamma.example/other", true, 2),
            ((string)replaced["url"]!, (bool)replaced["disabled"]!, replaced["secrets"]!.AsArray().Count)
        );
        Assert.Equal("disabled", (string)(await wire.SendAsync(HttpMethod.Get, "/v1/endpoints/main/health", null, admin)).Body!["state"]!);
        Assert.Equal(2, (await wire.SendAsync(HttpMethod.Get, "/v1/api-keys", null, admin)).Body!["data"]!.AsArray().Count);

        // Another merchant's admin, a key without the role, a merchant of the settings, the operator's own field.
        Assert.Equal(404, (await wire.SendAsync(HttpMethod.Get, "/v1/endpoints/main", null, other)).Status);
        Assert.Equal(404, (await wire.SendAsync(HttpMethod.Delete, $"/v1/api-keys/{key["id"]}", null, other)).Status);
        Assert.Equal(
            403,
            (await wire.SendAsync(HttpMethod.Post, "/v1/api-keys", new { owner = "x", roles = (string[])["admin"] }, (string)key["key"]!)).Status
        );
        Assert.Equal(403, (await wire.SendAsync(HttpMethod.Get, "/v1/endpoints/main", null, hub.Alpha.ApiKey)).Status);
        Assert.Equal(403, (await wire.SendAsync(HttpMethod.Get, "/v1/deposits", null, admin)).Status);
        var local = await wire.SendAsync(
            HttpMethod.Post,
            "/v1/endpoints",
            new
            {
                id = "inside",
                url = "http://127.0.0.1:1/",
                allow_local = true,
            },
            admin
        );
        Assert.Equal((400, "allow_local"), (local.Status, (string)local.Body!["errors"]![0]!["field"]!));
        Assert.Equal("managed_by_settings", (string)(await wire.SendAsync(HttpMethod.Post, "/ops/merchants/alpha/disable")).Body!["code"]!);

        // A misspelt dry run changes nothing, and neither does a right one.
        Assert.Equal(400, (await wire.SendAsync(HttpMethod.Delete, $"/v1/api-keys/{key["id"]}?dryrun=true", null, admin)).Status);
        Assert.Equal(204, (await wire.SendAsync(HttpMethod.Delete, $"/v1/api-keys/{key["id"]}?dry_run=true", null, admin)).Status);
        Assert.Equal(200, (await wire.SendAsync(HttpMethod.Get, "/v1/endpoints", null, (string)key["key"]!)).Status);

        Assert.Equal(204, (await wire.SendAsync(HttpMethod.Delete, $"/v1/api-keys/{key["id"]}", null, admin)).Status);
        Assert.Equal(401, (await wire.SendAsync(HttpMethod.Get, "/v1/endpoints", null, (string)key["key"]!)).Status);
        Assert.Equal(428, (await wire.SendAsync(HttpMethod.Delete, "/v1/endpoints/main", null, admin)).Status);
        Assert.Equal(204, (await wire.SendAsync(HttpMethod.Delete, "/v1/endpoints/main", null, admin, "*")).Status);
    }

    internal static async Task<Hub> StartAsync() =>
        await Hub.StartAsync(
            new() { ["PaymentHub:MasterKeys:0"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) },
            options =>
                options with
                {
                    PayProtocol = options.PayProtocol with
                    {
                        Accounts = [.. options.PayProtocol.Accounts, Gamma.Keys.PayProtocol.ToCredentials(Gamma.Id, new Uri("http://127.0.0.1:1/"))],
                    },
                    MPay = options.MPay with { Accounts = [.. options.MPay.Accounts, Gamma.Keys.MPay.ToCredentials(Gamma.Id)] },
                }
        );

    internal static IEnumerable<object> Accounts(Hub hub) =>
        [
            new
            {
                id = Gamma.PayProtocolAccount,
                provider = "pay_protocol",
                base_url = hub.Sandbox.BaseUrl + "/api/mer",
                settings = new { api_key = Gamma.Keys.PayProtocol.ApiKey, api_secret = Gamma.Keys.PayProtocol.ApiSecret },
            },
            new
            {
                id = Gamma.GatewayAccount,
                provider = "usdt_gateway",
                base_url = hub.Sandbox.BaseUrl,
                limit_per_day = new { USDT = "500" },
                withdrawals = "on",
                settings = new
                {
                    app_id = Gamma.Keys.Gateway.AppId,
                    api_key = Gamma.Keys.Gateway.ApiKey,
                    private_key = Gamma.Keys.Gateway.MerchantPrivateKey,
                    gateway_public_key = Gamma.Keys.Gateway.GatewayPublicKey,
                },
            },
            Gamma.MPayDocument(hub.Sandbox.BaseUrl),
        ];
}
