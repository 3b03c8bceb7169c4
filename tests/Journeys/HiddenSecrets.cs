using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using PaymentHub.Storage;
using PaymentHub.Telemetry;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Telemetry;

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
        var (made, spans) = (new List<string>(), new ConcurrentQueue<string>());
        using var listener = Listen(spans);
        using var metrics = new MetricRecorder(TimeProvider.System);

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

        var brought = await BringAsync(hub, wire);
        await DisturbedUse.UseAsync(hub, wire, shop, admin, made);

        List<string> secrets =
        [
            .. made,
            .. brought,
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
        var measured = metrics.Read().Select(one => ("metric", $"{one.Metric} {string.Join(' ', one.Tags.Values)}")).ToList();
        Assert.NotEmpty(measured);
        Assert.NotEmpty(spans);
        var shown = wire
            .Answers.Concat(hub.Log.Lines)
            .Select(text => ("answer or log", text))
            .Concat(spans.Select(span => ("span", span)))
            .Concat(measured)
            .Concat(await RowsAsync(hub))
            .ToList();
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

    /// <summary>Callback ids that somebody brings along: one that is taken, and some that are refused.</summary>
    private static async Task<IReadOnlyList<string>> BringAsync(Hub hub, DirectoryWire wire)
    {
        const string Accounts = "/ops/merchants/gamma/accounts";
        const string Taken = "MARKERcallbackid-taken_0123456789";
        const string Other = "MARKERcallbackid-other_0123456789";
        const string Short = "MARKERshort_012345";
        const string Odd = "MARKERcallbackid.odd/0123456789";
        await wire.CreateAsync(Accounts, Document("gamma_extra", 7_700_001, Taken));
        foreach (
            var (method, path, document) in (IEnumerable<(HttpMethod, string, object)>)
                [
                    (HttpMethod.Post, Accounts, Document("gamma_second", 7_700_002, Taken)),
                    (HttpMethod.Post, Accounts, Document("gamma_second", 7_700_002, Short)),
                    (HttpMethod.Post, Accounts, Document("gamma_second", 7_700_002, Odd)),
                    (HttpMethod.Post, Accounts + "?dry_run=true", Document("gamma_second", 7_700_002, Other)),
                    (HttpMethod.Put, Accounts + "/gamma_extra", Document("gamma_extra", 7_700_001, Other)),
                    (HttpMethod.Put, Accounts + "/gamma_extra", Document("gamma_extra", 7_700_001, Taken)),
                    (HttpMethod.Post, Accounts, new { id = "gamma_second", callback_id = new[] { Other } }),
                ]
        )
        {
            await wire.SendAsync(method, path, document, ifMatch: "*");
        }

        await wire.SendAsync(HttpMethod.Get, Accounts + "/gamma_extra");
        foreach (var id in (string[])[Taken, Other, Taken + "x"])
            await wire.SendAsync(HttpMethod.Post, $"/callbacks/{id}", new { nothing = "of use" });
        return [Taken, Other, Short, Odd];

        object Document(string id, int merchId, string callbackId) =>
            new
            {
                id,
                callback_id = callbackId,
                provider = "mpay",
                base_url = hub.Sandbox.BaseUrl,
                settings = new
                {
                    merch_id = merchId,
                    md5_key = DisturbedUse.Gamma.Keys.MPay.Md5Key,
                    public_key = DisturbedUse.Gamma.Keys.MPay.PublicKey,
                },
            };
    }

    private static ActivityListener Listen(ConcurrentQueue<string> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == HubTrace.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
                spans.Enqueue(
                    string.Join(
                        ' ',
                        [
                            span.DisplayName,
                            span.StatusDescription,
                            .. span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"),
                            .. span.Events.SelectMany(one => one.Tags.Select(tag => $"{one.Name} {tag.Key}={tag.Value}")),
                        ]
                    )
                ),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
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
