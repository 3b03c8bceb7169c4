using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>When something is away or broken for longer than a moment.</summary>
public sealed class Outages
{
    [Fact]
    public async Task A_callback_that_cannot_be_stored_is_not_acknowledged_and_comes_again()
    {
        var folder = Directory.CreateTempSubdirectory("paymenthub-azurite-");
        var azurite = await Azurite.StartAsync(
            SharedAzurite.Tools,
            new AzuriteOptions(folder.FullName, FreePort.Next(), FreePort.Next(), FreePort.Next()),
            CancellationToken.None
        );
        try
        {
            await using var hub = await Hub.StartAsync(options: options => options with { TimeScale = 15 }, storage: azurite.ConnectionString);
            var pay = await DepositSteps.PrepareAsync(hub, "pay_protocol");
            await azurite.DisposeAsync();

            await pay();
            var refused = hub.Sandbox.PayProtocol.Callbacks.Attempts.Items[0];
            var (health, _) = await hub.GetAsync(hub.Alpha, "/health/ready");
            var (live, _) = await hub.GetAsync(hub.Alpha, "/health/live");
            using var wire = new DirectoryWire(hub);
            foreach (var (method, path, key) in Refused(hub))
                Assert.Equal(503, (await wire.SendAsync(method, path, method == HttpMethod.Get ? null : new { }, key)).Status);
            Assert.All(wire.Answers, answer => Assert.Matches("Retry-After: [1-9]", answer));
            azurite = await Azurite.StartAsync(SharedAzurite.Tools, azurite.Ports with { Folder = folder.FullName }, CancellationToken.None);

            Assert.Equal(503, refused.Answer.Status);
            Assert.False(refused.Acknowledged);
            Assert.Equal(503, health);
            Assert.Equal(200, live);
            var webhook = await hub.WebhookAsync(hub.Alpha, "deposit.completed");
            Assert.Equal("51.25", (string)Hub.DataOf(webhook)["amount"]!);
        }
        finally
        {
            await azurite.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<(HttpMethod, string, string?)> Refused(Hub hub) =>
        [
            (HttpMethod.Get, "/health/ready", null),
            (HttpMethod.Get, "/v1/deposits", hub.Alpha.ApiKey),
            (HttpMethod.Get, "/ops/reviews", null),
            (HttpMethod.Post, $"/callbacks/{hub.Alpha.CallbackId(hub.Alpha.PayProtocolAccount)}", null),
        ];

    /// <summary>A bug in us: the host retries at once, five times, then the callback is quarantined with its evidence.</summary>
    [Fact]
    public async Task A_callback_that_can_never_be_processed_ends_in_quarantine_once_and_stays_there()
    {
        var broken = new BrokenAnnouncer();
        await using var hub = await Hub.StartAsync(
            new()
            {
                ["OutboxRelaySchedule"] = "*/1 * * * * *",
                ["PaymentHub:Outbox:Grace"] = "00:00:00.500",
                ["PaymentHub:Outbox:Repeat"] = "00:00:00.500",
            },
            services: services => services.AddSingleton<IWebhookEventFactory>(broken)
        );
        var pay = await DepositSteps.PrepareAsync(hub, "usdt_gateway");

        await pay();
        await Eventually.TrueAsync(async () => await hub.VerdictsAsync() is ["poison"], Hub.Patience, "the callback is in quarantine");
        await hub.SettleAsync();
        var (first, asked) = Assert.Single(broken.Asked);
        // Two more payments make the same way to their end: time enough for anything that would still touch the first.
        await pay();
        await pay();
        await Eventually.TrueAsync(async () => (await hub.VerdictsAsync()).Count == 3, Hub.Patience, "all are in quarantine");
        await hub.SettleAsync();

        Assert.Equal(["poison", "poison", "poison"], await hub.VerdictsAsync());
        // Five times by the host; the outbox relay may have woken it once more on the way. After its verdict, never.
        Assert.True(asked >= 5, $"It was tried {asked} times.");
        Assert.Equal(asked, broken.Asked[first]);
        Assert.Equal(3, broken.Asked.Count);
        Assert.Empty(await hub.RowsAsync(TableNames.Orders));
        var evidence = (await hub.RowsAsync(TableNames.Callbacks, "callback|"))[0];
        Assert.Contains("\"amount\":5.125e1", System.Text.Encoding.UTF8.GetString(evidence.GetBinary("Body")!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_that_keeps_failing_in_us_is_a_dead_letter_and_stays_there()
    {
        await using var hub = await Hub.StartAsync(
            new()
            {
                ["OutboxRelaySchedule"] = "*/1 * * * * *",
                ["PaymentHub:Outbox:Grace"] = "00:00:00.500",
                ["PaymentHub:Outbox:Repeat"] = "00:00:00.500",
            },
            services: services => services.AddSingleton<IHttpClientFactory, BrokenClients>()
        );
        var data =
            $$"""{"identify":"nobody","chain_type":3,"contract_type":32,"order_id":"1750000000000000001","transaction_id":"{{new string('a', 64)}}","amount":5}""";
        var url = new Uri(hub.Address, "/callbacks/" + hub.Alpha.CallbackId(hub.Alpha.GatewayAccount));

        await SignedCallback.Gateway(hub.Alpha.Keys.Gateway, data).PostAsync(url);
        await Eventually.TrueAsync(
            async () => (await hub.RowsAsync(TableNames.Orders, "dead|")).Count == 1,
            Hub.Patience,
            "the delivery is a dead letter"
        );
        await hub.SettleAsync();

        var delivery = Assert.Single(await hub.RowsAsync(TableNames.Orders), row => row.RowKey.Contains("|delivery|", StringComparison.Ordinal));
        Assert.True(delivery.GetBoolean("IsDeadLetter"));
        Assert.Contains("\"Version\":1", delivery.GetString("Owed"), StringComparison.Ordinal);
        Assert.Empty(await hub.RowsAsync(TableNames.Orders, "due|"));
        Assert.Equal(["applied"], await hub.VerdictsAsync());
    }

    /// <summary>A bug where it hurts most: every change of an order fails.</summary>
    private sealed class BrokenAnnouncer : IWebhookEventFactory
    {
        /// <summary>How often each order was tried.</summary>
        public ConcurrentDictionary<string, int> Asked { get; } = [];

        public IReadOnlyList<string> EndpointsFor(Order order, string eventType) => ["main"];

        public string Body(Order order, string eventType, DateTimeOffset occurredAt)
        {
            Asked.AddOrUpdate(order.Id, 1, static (_, count) => count + 1);
            throw new InvalidOperationException("A bug, as planned.");
        }
    }

    /// <summary>A bug on the way out: no client can be made.</summary>
    private sealed class BrokenClients : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) =>
            name.StartsWith("webhooks", StringComparison.Ordinal) ? throw new InvalidOperationException("A bug, as planned.") : new HttpClient();
    }
}
