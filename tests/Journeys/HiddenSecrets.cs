using System.Text;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>
/// Every secret that the app is given or makes is looked for in everything that it writes: answers, problems, log lines, rows. They are its
/// keys, so that each is a text that stands nowhere by chance.
/// </summary>
public sealed class HiddenSecrets
{
    private static readonly TestMerchant Gamma = new("gamma");

    [Fact]
    public async Task No_secret_stands_in_an_answer_a_log_line_or_a_row()
    {
        await using var hub = await Onboarding.StartAsync();
        using var wire = new DirectoryWire(hub);
        var made = new List<string>();

        await wire.CreateAsync("/ops/merchants", new { id = "gamma" });
        foreach (var account in Onboarding.Accounts(hub))
            made.Add(LastPart(await wire.CreateAsync("/ops/merchants/gamma/accounts", account), "callback_url"));
        var endpoint = await wire.CreateAsync(
            "/ops/merchants/gamma/endpoints",
            new
            {
                id = "main",
                url = $"{hub.Sandbox.BaseUrl}/merchant/webhooks/gamma",
                allow_local = true,
            }
        );
        made.Add((string)endpoint["secret"]!);
        hub.Sandbox.Merchant.SetEndpoint(new("gamma", [(string)endpoint["secret"]!]));
        made.Add((string)(await wire.CreateAsync("/ops/merchants/gamma/api-keys", new { owner = "office", roles = (string[])["admin"] }))["key"]!);
        made.Add(
            (string)(await wire.CreateAsync("/ops/merchants/gamma/api-keys", new { owner = "shop", roles = (string[])["deposits", "read"] }))["key"]!
        );
        var (admin, shop) = (made[^2], made[^1]);
        const string Account = "/ops/merchants/gamma/accounts/gamma_pay";
        made.Add(
            LastPart(await wire.ChangeAsync(HttpMethod.Post, Account + "/rotate-callback-id", Account, new { overlap = "01:00:00" }), "callback_url")
        );
        const string NewKey = "MARKERnewproviderkey0123456789";
        await wire.ChangeAsync(HttpMethod.Post, Account + "/rotate-key", Account, new { value = NewKey });
        made.Add(
            (string)(await wire.ChangeAsync(HttpMethod.Post, "/v1/endpoints/main/rotate-secret", "/v1/endpoints/main", new { }, admin))["secret"]!
        );

        await UseAsync(hub, wire, shop, admin, made);

        List<string> secrets =
        [
            .. made,
            NewKey,
            hub.Settings["PaymentHub:MasterKeys:0"]!,
            hub.Operator.Key,
            hub.Second.Key,
            .. hub
                .Merchants.Append(Gamma)
                .SelectMany(merchant =>
                    new[]
                    {
                        merchant.Keys.PayProtocol.ApiSecret,
                        merchant.Keys.Gateway.MerchantPrivateKey,
                        merchant.Keys.MPay.Md5Key,
                        merchant.Keys.WebhookSecret,
                    }
                ),
            .. hub.Merchants.SelectMany(merchant =>
                new[]
                {
                    merchant.ApiKey,
                    merchant.CallbackId(merchant.PayProtocolAccount),
                    merchant.CallbackId(merchant.GatewayAccount),
                    merchant.CallbackId(merchant.MPayAccount),
                }
            ),
        ];
        // What each provider's key header says comes back with its callbacks, and is kept there as evidence; so is the path that it signed.
        var shown = wire.Answers.Concat(hub.Log.Lines).Select(text => ("answer or log", text)).Concat(await RowsAsync(hub)).ToList();
        Assert.True(shown.Count > 100, $"{shown.Count}");
        Assert.All(secrets, secret => Assert.True(secret.Length >= 16));
        Assert.Empty(
            shown.SelectMany(one =>
                secrets
                    .Where(secret => one.Item2.Contains(Needle(secret), StringComparison.OrdinalIgnoreCase))
                    .Select(secret => $"{one.Item1}: {secret[..6]}… in {one.Item2[..Math.Min(200, one.Item2.Length)]}")
            )
        );
        string[] keys = [.. hub.Merchants.Append(Gamma).Select(merchant => merchant.Keys.PayProtocol.ApiKey)];
        Assert.Empty(
            shown.Where(one => keys.Any(key => one.Item2.Contains(key, StringComparison.Ordinal))).Select(one => $"{one.Item1}: {one.Item2}")
        );
    }

    /// <summary>Requests that are done, refused, wrong and disturbed.</summary>
    private static async Task UseAsync(Hub hub, DirectoryWire wire, string shop, string admin, List<string> made)
    {
        var order = (
            await wire.SendAsync(
                HttpMethod.Post,
                "/v1/deposits",
                new
                {
                    account = Gamma.MPayAccount,
                    customer_id = "USER1",
                    amount = "88",
                    reference = "first",
                },
                shop
            )
        ).Body!;
        await hub.Sandbox.MPay.PayAsync((string)order["id"]!);
        await hub.WebhookAsync(Gamma, "deposit.completed");
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.RequestRefused) { Endpoint = "user/up" });
        await wire.SendAsync(
            HttpMethod.Post,
            "/v1/deposits",
            new
            {
                account = Gamma.MPayAccount,
                customer_id = "USER1",
                amount = "1",
                reference = "refused",
            },
            shop
        );
        hub.Sandbox.Faults.Clear();
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.RequestFails) { Endpoint = "user/up" });
        await wire.SendAsync(
            HttpMethod.Post,
            "/v1/deposits",
            new
            {
                account = Gamma.MPayAccount,
                customer_id = "USER1",
                amount = "1",
                reference = "failed",
            },
            shop
        );
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

    private static async Task<List<(string, string)>> RowsAsync(Hub hub)
    {
        var rows = new List<(string, string)>();
        foreach (var table in TableNames.All.Where(table => table != TableNames.Callbacks))
        {
            foreach (var row in await hub.RowsAsync(table))
            {
                rows.Add(
                    (
                        $"{table} {row.PartitionKey} {row.RowKey}",
                        string.Join(
                            ' ',
                            row.Select(column => $"{column.Key}={(column.Value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : column.Value)}")
                        )
                    )
                );
            }
        }

        return rows;
    }

    private static string LastPart(System.Text.Json.Nodes.JsonNode answer, string member) => ((string)answer[member]!).Split('/')[^1];

    // Of a long one a part does, for it may be cut or wrapped.
    private static string Needle(string secret) =>
        secret.Length > 100 ? secret.Substring(secret.Length / 2, 40) : secret.Replace("whsec_", "", StringComparison.Ordinal);
}
