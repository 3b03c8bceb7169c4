using System.Text;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>
/// Every secret that the app is given or makes is looked for in everything that it writes: answers, problems, log lines, rows. They are its
/// keys, so that each is a text that stands nowhere by chance.
/// </summary>
public sealed class HiddenSecrets
{
    [Fact]
    public async Task No_secret_stands_in_an_answer_a_log_line_or_a_row()
    {
        await using var hub = await Onboarding.StartAsync();
        using var wire = new DirectoryWire(hub);
        var made = new List<string>();

        await wire.CreateAsync("/ops/merchants", new { id = "gamma" });
        foreach (var account in Onboarding.Accounts(hub))
            made.Add(DisturbedUse.LastPart(await wire.CreateAsync("/ops/merchants/gamma/accounts", account), "callback_url"));
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
            DisturbedUse.LastPart(
                await wire.ChangeAsync(HttpMethod.Post, Account + "/rotate-callback-id", Account, new { overlap = "01:00:00" }),
                "callback_url"
            )
        );
        const string NewKey = "MARKERnewproviderkey0123456789";
        await wire.ChangeAsync(HttpMethod.Post, Account + "/rotate-key", Account, new { value = NewKey });
        made.Add(
            (string)(await wire.ChangeAsync(HttpMethod.Post, "/v1/endpoints/main/rotate-secret", "/v1/endpoints/main", new { }, admin))["secret"]!
        );

        await DisturbedUse.UseAsync(hub, wire, shop, admin, made);

        List<string> secrets =
        [
            .. made,
            NewKey,
            hub.Settings["PaymentHub:MasterKeys:0"]!,
            hub.Operator.Key,
            hub.Second.Key,
            .. hub
                .Merchants.Append(DisturbedUse.Gamma)
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
        string[] keys = [.. hub.Merchants.Append(DisturbedUse.Gamma).Select(merchant => merchant.Keys.PayProtocol.ApiKey)];
        Assert.Empty(
            shown.Where(one => keys.Any(key => one.Item2.Contains(key, StringComparison.Ordinal))).Select(one => $"{one.Item1}: {one.Item2}")
        );
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

    // Of a long one a part does, for it may be cut or wrapped.
    private static string Needle(string secret) =>
        secret.Length > 100 ? secret.Substring(secret.Length / 2, 40) : secret.Replace("whsec_", "", StringComparison.Ordinal);
}
