using System.Net;
using System.Net.Http.Headers;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Support.App;

namespace PaymentHub.Tests.Hosted;

/// <summary>What only the real worker can show: that every function is found,
/// reached and bound, and that money goes all the way through it.</summary>
public sealed class RealWorker
{
    public static TheoryData<string> Providers => DepositSteps.Providers;

    [Fact]
    public async Task Every_function_is_found_and_every_route_leads_to_its_own()
    {
        await using var hub = await HostedApp.StartAsync();
        using var client = new HttpClient { BaseAddress = hub.Address };

        Assert.Contains(hub.Log.Lines, line => line.Contains($"{AppFunction.All.Count} functions are ready", StringComparison.Ordinal));
        foreach (var route in AppRoute.All)
        {
            var path = route.Parameters.Aggregate(route.Path, (text, name) => text.Replace($"{{{name}}}", "unknown", StringComparison.Ordinal));
            using var request = new HttpRequestMessage(HttpMethod.Parse(route.Method), path);
            using var answer = await client.SendAsync(request);

            // What no function takes is the host's, and so is what throws: both are empty and without the app's headers.
            Assert.True(answer.Headers.Contains("X-Content-Type-Options"), $"{route}: {(int)answer.StatusCode}");
            Assert.True((int)answer.StatusCode < 500, $"{route}: {(int)answer.StatusCode}");
            if (route.IsMerchants || route.IsOperators)
                Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{route}: {(int)answer.StatusCode}");
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_deposit_comes_in_and_is_told(string provider)
    {
        await using var hub = await HostedApp.StartAsync();
        var pay = await DepositSteps.PrepareAsync(hub, provider);

        await pay();
        var webhook = await hub.WebhookAsync(hub.Alpha, "deposit.completed");

        Assert.Null(await ReferenceVerifier.VerifyAsync(hub.Alpha.Keys.WebhookSecret, webhook.Headers, webhook.Text, CancellationToken.None));
        Assert.Equal(DepositSteps.Amount(provider), (string)Hub.DataOf(webhook)["amount"]!);
        var (status, order) = await hub.GetAsync(hub.Alpha, $"/v1/deposits/{Hub.DataOf(webhook)["id"]}");
        Assert.Equal((200, "completed"), (status, (string)order!["status"]!));
        Assert.Equal(["applied"], await Verdicts.AllAsync(hub, 1));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_withdrawal_goes_out_and_is_told(string provider)
    {
        await using var hub = await HostedApp.StartAsync(Payouts.Settings());
        var id = await Payouts.SubmitAsync(hub, provider);

        await Payouts.SettleAsync(hub, provider, id);
        var webhook = await hub.WebhookAsync(hub.Alpha, "withdrawal.completed");

        Assert.Equal(id, (string)Hub.DataOf(webhook)["id"]!);
        Assert.Equal(1, hub.Sandbox.Paid(id).Paid);
    }

    [Fact]
    public async Task Operators_keys_guard_what_is_the_operators_whatever_keys_the_host_has()
    {
        await using var hub = await HostedApp.StartAsync(keys: [("master", "m4ster"), ("operators", "0perators")]);
        using var client = new HttpClient { BaseAddress = hub.Address };
        async Task<HttpStatusCode> StatusAsync(string path, string? key, string? operatorKey = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (key is not null)
                request.Headers.Add("x-functions-key", key);
            if (operatorKey is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", operatorKey);
            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/ops/queues", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/ops/queues", "m4ster"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/ops/queues", null, "another"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/ops/queues", null, hub.Operator.Key));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/live", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/admin/host/status", "0perators"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/admin/host/status", "m4ster"));
    }

    [Fact]
    public async Task What_is_in_a_poison_queue_is_a_dead_letter_for_an_operator()
    {
        await using var hub = await HostedApp.StartAsync();
        var url = new Uri(hub.Address, "/callbacks/" + hub.Alpha.CallbackId(hub.Alpha.GatewayAccount));
        using (var client = new HttpClient())
        {
            using var body = new StringContent("""{"signature":"AAAA","data":{}}""", new MediaTypeHeaderValue("application/json"));
            using var answer = await client.PostAsync(url, body);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(["bad_signature"], await Verdicts.AllAsync(hub, 1));
        var poisoned = (await hub.RowsAsync(TableNames.Callbacks, "callback|")).Single();

        // Text that is no message of ours goes through its tries, and out of the way.
        await hub.Queue(QueueNames.Callbacks).SendMessageAsync("no message of ours");
        await Eventually.TrueAsync(
            async () =>
                (await hub.Queue(QueueNames.Callbacks).GetPropertiesAsync()).Value.ApproximateMessagesCount == 0
                && (await hub.Queue(QueueNames.CallbacksPoison).GetPropertiesAsync()).Value.ApproximateMessagesCount == 0,
            Hub.Patience,
            "both queues are empty"
        );

        Assert.Equal(poisoned.RowKey, (await hub.RowsAsync(TableNames.Callbacks, "callback|")).Single().RowKey);
    }

    [Fact]
    public async Task Timers_run_by_their_schedule_and_by_hand()
    {
        await using var hub = await HostedApp.StartAsync(new() { ["IntegrityCheckSchedule"] = "* * * * * *" });

        await Eventually.TrueAsync(
            async () => await StatusAsync(hub, HttpMethod.Get, "/ops/integrity") == HttpStatusCode.OK,
            Hub.Patience,
            "the integrity check has run"
        );

        Assert.Equal(HttpStatusCode.Accepted, await StatusAsync(hub, HttpMethod.Post, "/admin/functions/RelayOutbox"));
    }

    private static async Task<HttpStatusCode> StatusAsync(Hub hub, HttpMethod method, string path)
    {
        using var client = new HttpClient { BaseAddress = hub.Address };
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", hub.Operator.Key);
        if (method == HttpMethod.Post)
            request.Content = new StringContent("{}", new MediaTypeHeaderValue("application/json"));
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
