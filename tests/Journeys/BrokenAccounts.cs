using System.Text.Json.Nodes;
using Azure.Data.Tables;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>
/// One account cannot be served: it alone is out, what is paid to it is kept and not acknowledged, and all goes on when it is mended.
/// </summary>
public sealed class BrokenAccounts
{
    [Fact]
    public async Task One_that_has_orders_and_is_called_otherwise_is_out_until_it_has_its_name_again()
    {
        await using var hub = await Hub.StartAsync(Patient());
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "before-1");
        await hub.Sandbox.MPay.PayAsync(id);
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        var waiting = await DepositSteps.MPayAsync(hub, hub.Alpha, "before-2");

        await RenameAsync(hub, hub.Alpha.MPayAccount, "alpha_renamed");

        Assert.Equal(201, (await DepositAsync(hub, hub.Beta, hub.Beta.MPayAccount)).Status);
        Assert.Equal(
            200,
            (await hub.PostAsync(hub.Alpha, "/v1/deposit-addresses", new { account = hub.Alpha.GatewayAccount, customer_id = "USER1" })).Status
        );
        var (status, body) = await DepositAsync(hub, hub.Alpha, "alpha_renamed");
        Assert.Equal((503, "unavailable"), (status, (string?)body!["code"]));
        Assert.Contains("This account cannot be served", (string?)body["detail"], StringComparison.Ordinal);
        using var wire = new DirectoryWire(hub);
        object deposit = new
        {
            account = "alpha_renamed",
            customer_id = "USER1",
            amount = "5",
            reference = "r",
        };
        await wire.SendAsync(HttpMethod.Post, "/v1/deposits", deposit, hub.Alpha.ApiKey);
        Assert.Contains("Retry-After: 300", Assert.Single(wire.Answers), StringComparison.Ordinal);
        var mine = (await hub.GetAsync(hub.Alpha, "/v1/accounts")).Body!["data"]!.AsArray();
        Assert.Equal(
            [("alpha_pay", "working"), ("alpha_renamed", "unavailable"), ("alpha_usdt", "working")],
            mine.Select(account => ((string)account!["id"]!, (string)account["status"]!))
        );
        var told = mine[1]!.AsObject();
        Assert.Equal(["can", "id", "object", "provider", "status"], told.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.All(told["can"]!.AsObject(), ability => Assert.False((bool)ability.Value!));
        var second = (await hub.GetAsync(hub.Alpha, "/v1/accounts?limit=1")).Body!;
        second = (await hub.GetAsync(hub.Alpha, $"/v1/accounts?limit=1&cursor={(string)second["next_cursor"]!}")).Body!;
        Assert.Equal("alpha_renamed", (string)second["data"]![0]!["id"]!);
        Assert.Equal(200, (await hub.GetAsync(hub.Alpha, "/v1/deposits?account=alpha_renamed")).Status);
        Assert.Equal(200, (await hub.GetAsync(hub.Alpha, $"/v1/deposits/{id}")).Status);
        Assert.Equal(200, (await hub.GetAsync(hub.Alpha, "/health/ready")).Status);
        Assert.Contains(
            hub.Log.Lines,
            line =>
                line.StartsWith("Error", StringComparison.Ordinal)
                && line.Contains("[alpha_renamed]", StringComparison.Ordinal)
                && line.Contains("Call it 'alpha_mpay' again", StringComparison.Ordinal)
        );
        var shown = (await hub.GetAsync(hub.Alpha, "/ops/accounts")).Body!["data"]!
            .AsArray()
            .Single(account => (string?)account!["account"] == "alpha_renamed")!;
        Assert.Equal("broken", (string?)shown["status"]);
        Assert.Contains("Call it 'alpha_mpay' again", (string?)shown["mistakes"]![0], StringComparison.Ordinal);

        // Its provider tells of a payment, and is told to come again.
        await hub.Sandbox.MPay.PayAsync(waiting);
        await Eventually.TrueAsync(
            async () => (await KeptAsync(hub)).Any(account => account == hub.Alpha.MPayAccount),
            Hub.Patience,
            "the callback is kept for what it will be called again"
        );
        await RenameAsync(hub, "alpha_renamed", hub.Alpha.MPayAccount);

        await Eventually.TrueAsync(
            async () => (string?)(await hub.GetAsync(hub.Alpha, $"/v1/deposits/{waiting}")).Body!["status"] == "completed",
            Hub.Patience,
            "what was paid meanwhile is credited, once"
        );
        await hub.SettleAsync();
        Assert.Equal(2, (await hub.GetAsync(hub.Alpha, "/v1/deposits?account=alpha_mpay")).Body!["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task One_whose_secrets_cannot_be_opened_at_the_start_has_its_callbacks_kept_and_others_are_nobody_s()
    {
        await using var hub = await Onboarding.StartAsync();
        using var wire = new DirectoryWire(hub);
        await wire.CreateAsync("/ops/merchants", new { id = "gamma" });
        var account = (await wire.CreateAsync("/ops/merchants/gamma/accounts", Onboarding.Accounts(hub).Last()));
        var url = new Uri((string)account["callback_url"]!);
        var whole = (await Row(hub).GetEntityAsync<TableEntity>("gamma", "account|gamma_mpay")).Value;
        var spoilt = new TableEntity(whole) { ["Sealed"] = "spoilt" };
        await Row(hub).UpdateEntityAsync(spoilt, Azure.ETag.All, TableUpdateMode.Replace);
        await hub.Process.DisposeAsync();
        await hub.BringUpAsync();
        using var client = new HttpClient();

        using var known = await client.PostAsync(url, Form("order-1"));
        using var unknown = await client.PostAsync(new Uri(hub.Address, "/callbacks/" + new string('0', 64)), Form("order-1"));

        Assert.Equal((503, 404), ((int)known.StatusCode, (int)unknown.StatusCode));
        Assert.True(known.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal(["gamma_mpay"], await KeptAsync(hub));
        Assert.Equal(200, (await hub.GetAsync(hub.Alpha, "/v1/accounts")).Status);
        var told = (await wire.SendAsync(HttpMethod.Get, "/ops/accounts")).Body!["data"]!
            .AsArray()
            .Single(one => (string?)one!["account"] == "gamma_mpay")!;
        Assert.Equal("broken", (string?)told["status"]);
        Assert.DoesNotContain(url.Segments[^1], string.Concat(wire.Answers) + string.Concat(hub.Log.Lines), StringComparison.Ordinal);

        // Restored, it has its verdict: of an order that is none of ours.
        await Row(hub).UpdateEntityAsync(whole, Azure.ETag.All, TableUpdateMode.Replace);
        await hub.Process.DisposeAsync();
        foreach (var (name, value) in Patient())
            hub.Set(name, value);
        await hub.BringUpAsync();
        await Eventually.TrueAsync(async () => (await hub.VerdictsAsync()).Count == 1, Hub.Patience, "the callback is processed");
    }

    private static FormUrlEncodedContent Form(string order) => new([new("merchOrderId", order), new("sign", "00")]);

    private static TableClient Row(Hub hub) => hub.Table(TableNames.Merchants);

    private static async Task<IReadOnlyList<string>> KeptAsync(Hub hub) =>
        [
            .. (await hub.RowsAsync(TableNames.Callbacks, "callback|"))
                .Where(row => row.GetString("Verdict") is null)
                .Select(row => row.GetString("Account"))
                .Distinct(),
        ];

    private static Task<(int Status, JsonNode? Body)> DepositAsync(Hub hub, TestMerchant merchant, string account) =>
        hub.PostAsync(
            merchant,
            "/v1/deposits",
            new
            {
                account,
                customer_id = "USER1",
                amount = "88",
                reference = $"new-{account}",
            }
        );

    private static Dictionary<string, string?> Patient() =>
        new()
        {
            ["OutboxRelaySchedule"] = "*/1 * * * * *",
            ["PaymentHub:Outbox:Grace"] = "00:00:00.100",
            ["PaymentHub:Retry:Max"] = "00:00:01",
        };

    private static async Task RenameAsync(Hub hub, string from, string to)
    {
        await hub.Process.DisposeAsync();
        var prefix = $"PaymentHub:Merchants:alpha:Accounts:{from}:";
        foreach (var (name, value) in hub.Settings.Where(setting => setting.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList())
        {
            hub.Unset(name);
            hub.Set(name.Replace($":{from}:", $":{to}:", StringComparison.Ordinal), value);
        }

        await hub.BringUpAsync();
    }
}
