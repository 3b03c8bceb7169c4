using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>Reconciliations, back-fills, reports and the integrity check over HTTP, in
/// the whole app with a fourth provider whose list a test writes.</summary>
public sealed class Reconciliations
{
    private const string Account = "alpha_list";
    private const string CallbackId = "scriptedscriptedscripted";

    [Fact]
    public async Task What_no_callback_told_is_told_to_the_merchant_once_by_the_timer()
    {
        var provider = new ScriptedAccount();
        await using var hub = await StartAsync(provider);
        var recharge = ScriptedAccount.Recharge(402, TimeProvider.System.GetUtcNow().AddMinutes(-1));
        provider.Put(recharge);

        var webhook = await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        provider.Reading = new CallbackResult.Verified(recharge.Notice);
        using var client = new HttpClient();
        using var callback = await client.PostAsync(new Uri(hub.Address, "/callbacks/" + CallbackId), new StringContent("late"));
        await hub.SettleAsync();

        Assert.Equal(200, (int)callback.StatusCode);
        Assert.Equal(["unchanged"], await hub.VerdictsAsync());
        Assert.Equal("402", (string)Hub.DataOf(webhook)["provider_order_id"]!);
        Assert.Single(hub.Sandbox.Merchant.Received.Items.Select(received => received.Id).Distinct());
    }

    [Fact]
    public async Task A_back_fill_survives_the_app_s_death_and_the_report_agrees_afterwards()
    {
        var now = TimeProvider.System.GetUtcNow();
        // Not near midnight, where a back-fill's pieces meet.
        var noon = new DateTimeOffset(now.UtcDateTime.Date.AddDays(-3).AddHours(12), TimeSpan.Zero);
        var provider = new ScriptedAccount { PageSize = 3 };
        provider.Put(Enumerable.Range(1, 10).Select(id => ScriptedAccount.Recharge(id, noon.AddSeconds(id))));
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hangs = false;
        provider.BeforePage = async (kind, page) =>
        {
            if (kind == OrderKind.Deposit && page == 3 && hangs)
            {
                hangs = false;
                reached.SetResult();
                await Task.Delay(Timeout.Infinite);
            }
        };
        await using var hub = await StartAsync(provider, lease: "00:00:01");
        var range = $"?from={now.AddDays(-4):yyyy-MM-dd}&to={now:yyyy-MM-dd}";

        var missing = await ReportAsync(hub, Account, range);
        hangs = true;
        var (status, started) = await OpsAsync(hub, HttpMethod.Post, $"/ops/accounts/{Account}/reconciliations{range}");
        await reached.Task.WaitAsync(Hub.Patience);
        hub.Process.Kill();
        await hub.BringUpAsync();
        var path = $"/ops/accounts/{Account}/reconciliations/{started!["id"]}";
        await Eventually.TrueAsync(
            async () => (string?)(await OpsAsync(hub, HttpMethod.Get, path)).Body!["status"] == "completed",
            Hub.Patience,
            "the back-fill is done"
        );
        var (_, ended) = await OpsAsync(hub, HttpMethod.Get, path);
        var report = await ReportAsync(hub, Account, range);
        var (_, all) = await OpsAsync(hub, HttpMethod.Get, $"/ops/accounts/{Account}/reconciliations");
        await hub.SettleAsync();

        Assert.Equal((202, "waiting"), (status, (string)started["status"]!));
        Assert.Equal(10, (int)missing["deposits"]!["difference_count"]!);
        Assert.Equal("missing_here", (string)missing["deposits"]!["differences"]![0]!["difference"]!);
        Assert.Equal(("deposit", 10), ((string)ended!["lists"]![0]!["kind"]!, (int)ended["lists"]![0]!["new"]!));
        Assert.True((bool)report["complete"]!);
        Assert.Equal(0, (int)report["deposits"]!["difference_count"]!);
        Assert.Equal(
            ("10", "100"),
            (report["deposits"]!["here"]!["count"]!.ToString(), (string)report["deposits"]!["there"]!["completed"]!["USDT"]!["amount"]!)
        );
        Assert.Equal(4, all!["data"]!.AsArray().Count);
        Assert.Equal(10, hub.Sandbox.Merchant.Received.Items.Select(webhook => webhook.Id).Distinct().Count());
    }

    [Fact]
    public async Task What_cannot_be_asked_for_is_refused_with_a_code()
    {
        await using var hub = await StartAsync(new ScriptedAccount());

        async Task Refuses(HttpMethod method, string path, int status, string code)
        {
            var (found, body) = await OpsAsync(hub, method, path);
            Assert.Equal((status, code), (found, (string)body!["code"]!));
        }

        await Refuses(HttpMethod.Post, "/ops/accounts/nobody/reconciliations?from=2024-05-01&to=2024-05-02", 404, "not_found");
        await Refuses(HttpMethod.Post, "/ops/accounts/nobody/reports?from=2024-05-01&to=2024-05-02", 404, "not_found");
        await Refuses(HttpMethod.Post, $"/ops/accounts/{Account}/reconciliations", 400, "invalid_request");
        await Refuses(HttpMethod.Post, $"/ops/accounts/{Account}/reports?from=2024-05-01&to=2024-09-01", 400, "invalid_request");
        await Refuses(HttpMethod.Post, $"/ops/accounts/{hub.Alpha.GatewayAccount}/reconciliations?from=2024-05-01&to=2024-05-02", 409, "no_list");
        await Refuses(HttpMethod.Get, $"/ops/accounts/{Account}/reconciliations/rec_1", 404, "not_found");
        await Refuses(HttpMethod.Get, "/ops/integrity", 404, "not_found");
        await Refuses(HttpMethod.Get, $"/ops/accounts/{Account}/reports/rpt_1", 404, "not_found");
        await Refuses(HttpMethod.Get, "/ops/accounts/nobody/reports", 404, "not_found");
        var report = await ReportAsync(hub, hub.Alpha.GatewayAccount, "?from=2024-05-01&to=2024-05-02");
        Assert.False((bool)report["complete"]!);
        Assert.Equal("provider_has_no_list", (string)report["withdrawals"]!["reason"]!);
    }

    [Fact]
    public async Task The_house_is_checked_by_its_timer()
    {
        await using var hub = await StartAsync(new ScriptedAccount(), integrity: "*/1 * * * * *");

        await Eventually.TrueAsync(
            async () => (await OpsAsync(hub, HttpMethod.Get, "/ops/integrity")).Status == 200,
            Hub.Patience,
            "the integrity check has run"
        );

        var (_, integrity) = await OpsAsync(hub, HttpMethod.Get, "/ops/integrity");
        Assert.Equal((0, 0), ((int)integrity!["dead_letters"]!["count"]!, (int)integrity["listings"]!["repaired"]!));
    }

    private static Task<Hub> StartAsync(ScriptedAccount provider, string lease = "00:05:00", string integrity = "0 0 0 29 2 *")
    {
        var path = $"PaymentHub:Merchants:alpha:Accounts:{Account}";
        return Hub.StartAsync(
            new()
            {
                // A message in the hands of an app that died hides for ten minutes: the outbox relay delivers instead.
                ["OutboxRelaySchedule"] = "*/1 * * * * *",
                ["PaymentHub:Outbox:Grace"] = "00:00:01",
                ["PaymentHub:Outbox:Repeat"] = "00:00:02",
                ["ReconciliationSchedule"] = "*/1 * * * * *",
                ["IntegrityCheckSchedule"] = integrity,
                ["PaymentHub:Reconciliation:Every"] = "00:00:00.500",
                ["PaymentHub:Reconciliation:Lease"] = lease,
                [$"{path}:Provider"] = "scripted",
                [$"{path}:BaseUrl"] = "http://127.0.0.1:1",
                [$"{path}:UnknownAddresses"] = "accept",
                [$"{path}:CallbackIds:0"] = CallbackId,
            },
            services: services => services.AddSingleton<IProvider>(new ScriptedProvider(provider))
        );
    }

    /// <summary>Has an account compared, and returns the report.</summary>
    internal static async Task<JsonNode> ReportAsync(Hub hub, string account, string range)
    {
        var (status, started) = await OpsAsync(hub, HttpMethod.Post, $"/ops/accounts/{account}/reports{range}");
        Assert.Equal((202, "waiting"), (status, (string)started!["status"]!));
        var path = $"/ops/accounts/{account}/reports/{started["id"]}";
        await Eventually.TrueAsync(
            async () => (string?)(await OpsAsync(hub, HttpMethod.Get, path)).Body!["status"] == "completed",
            Hub.Patience,
            "the report is done"
        );
        var listed = (await OpsAsync(hub, HttpMethod.Get, $"/ops/accounts/{account}/reports")).Body!["data"]!.AsArray();
        Assert.Equal(((string)started["id"]!, "completed"), ((string)listed[0]!["id"]!, (string)listed[0]!["status"]!));
        return (await OpsAsync(hub, HttpMethod.Get, path)).Body!;
    }

    private static Task<(int Status, JsonNode? Body)> OpsAsync(Hub hub, HttpMethod method, string path) => hub.CallAsync(hub.Alpha, method, path);
}
