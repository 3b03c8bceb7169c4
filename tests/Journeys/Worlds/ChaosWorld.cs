using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Withdrawals;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>The hub, its providers and alpha's endpoint, all on one clock that is put forward; what alpha and its payers do there; and the calm
/// after the storm, in which everything has to come to its end.</summary>
internal sealed partial class ChaosWorld : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1.5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly string[] Customers = ["PAYER1", "PAYER2", "PAYER3"];

    private readonly ShiftedClock _clock;
    private readonly ConcurrentDictionary<string, JsonNode> _told = new(StringComparer.Ordinal);

    private ChaosWorld(Hub hub, ShiftedClock clock) => (Hub, _clock) = (hub, clock);

    public Hub Hub { get; }

    /// <summary>The bodies of the webhooks that alpha has taken, each event's once.</summary>
    public ICollection<JsonNode> Told => _told.Values;

    public static async Task<ChaosWorld> StartAsync()
    {
        var clock = new ShiftedClock();
        var settings = Payouts.Settings(
            ("OutboxRelaySchedule", "*/1 * * * * *"),
            ("PaymentHub:Outbox:Grace", "00:00:01"),
            ("PaymentHub:Outbox:Repeat", "00:00:02"),
            ("PaymentHub:Delivery:Timeout", "00:00:05"),
            ("PaymentHub:Withdrawals:SendWindow", "00:00:08"),
            ("PaymentHub:Withdrawals:QuietPeriod", "00:00:03"),
            ("PaymentHub:Merchants:alpha:Endpoints:main:Schedule", "00:00:00.1,00:00:00.5,00:00:02,00:00:10,00:01:00,00:05:00,00:10:00"),
            ("Accounts:alpha_mpay:PageLifetime", "00:10:00")
        );
        foreach (var account in (string[])["alpha:Accounts:alpha", "beta:Accounts:beta"])
        {
            foreach (var provider in (string[])["pay", "usdt", "mpay"])
                settings[$"PaymentHub:Merchants:{account}_{provider}:Settings:RequestTimeout"] = "00:00:02";
        }

        var hub = await Hub.StartAsync(
            settings,
            options => options with { TimeScale = 60, Time = clock },
            services => services.AddSingleton<TimeProvider>(clock)
        );
        foreach (var provider in Enum.GetValues<SandboxProvider>())
            hub.Sandbox.SetRules(provider, new WithdrawalRules { Settling = Settling.Automatic });
        foreach (var customer in Customers)
        {
            foreach (var account in (string[])[hub.Alpha.PayProtocolAccount, hub.Alpha.GatewayAccount])
            {
                var (status, body) = await hub.PostAsync(hub.Alpha, "/v1/deposit-addresses", new { account, customer_id = customer });
                Assert.True(status == 200, $"{account}: {status} {body}");
            }
        }

        return new ChaosWorld(hub, clock);
    }

    /// <summary>A payer pays, or does not, where a merchant asked for it.</summary>
    public async Task DepositAsync(string provider, int number, int cents)
    {
        var (customer, amount) = (Customers[number % Customers.Length], (cents / 100m).ToString(CultureInfo.InvariantCulture));
        switch (provider)
        {
            case "pay_protocol":
                await Hub.Sandbox.PayProtocol.PayAsync(new() { Uuid = customer, Amount = amount });
                return;
            case "usdt_gateway":
                await Hub.Sandbox.Gateway.PayAsync(customer, amount);
                return;
        }

        string? id = null;
        // A page that was made and lost is not made again: the order has failed, and the merchant takes a new reference.
        for (var turn = 0; id is null; turn++)
        {
            id = await AskAsync(
                "/v1/deposits",
                new()
                {
                    ["account"] = Hub.Alpha.MPayAccount,
                    ["customer_id"] = customer,
                    ["amount"] = (1 + (cents / 100)).ToString(CultureInfo.InvariantCulture),
                    ["reference"] = $"deposit-{number}-{turn}",
                }
            );
        }

        // Who has its page may pay or not; who has paid may have its callback sent again.
        if (cents % 5 > 0)
            await Hub.Sandbox.MPay.PayAsync(id);
        else
            await ForgePaymentAsync(id, 1 + (cents / 100));
        if (cents % 5 > 3)
            await Hub.Sandbox.MPay.ResendAsync(id);
    }

    public async Task WithdrawAsync(string provider, int number, int cents)
    {
        var id = await AskAsync(
            "/v1/withdrawals",
            Payouts.Wanted(
                provider,
                $"withdrawal-{number}",
                (provider == "mpay" ? 1 + (cents / 100) : cents / 100m).ToString(CultureInfo.InvariantCulture)
            )
        );
        if (id is not null && provider == "usdt_gateway")
            await ForgePayoutAsync(id, number, cents);
    }

    /// <summary>The app dies, and is started again over the same storage.</summary>
    public async Task RestartAsync()
    {
        Hub.Process.Kill();
        await Hub.BringUpAsync();
    }

    /// <summary>Keeps what the endpoint has taken so far.</summary>
    public void Collect()
    {
        foreach (var webhook in Hub.Sandbox.Merchant.Received.Items.Where(webhook => webhook.Endpoint == Hub.Alpha.Id && webhook.Answered == 200))
        {
            Assert.True(webhook.Verified, $"{webhook.Id} is {webhook.Verdict}.");
            var body = JsonNode.Parse(webhook.Text)!;
            var kept = _told.GetOrAdd(webhook.Id, body);
            Assert.True(JsonNode.DeepEquals(kept, body), $"{webhook.Id} came again with another body.");
        }
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    /// <summary>Asks until it is answered, as merchants do; while nobody answers, time passes.</summary>
    /// <returns>The order's id; null when it was refused.</returns>
    private async Task<string?> AskAsync(string path, Dictionary<string, object?> wanted)
    {
        string? id = null;
        var refused = false;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    var (status, body) = await Hub.PostAsync(Hub.Alpha, path, wanted).WaitAsync(TimeSpan.FromSeconds(20));
                    var code = status >= 400 ? (string?)body!["code"] : null;
                    refused = code == "provider_refused";
                    // An earlier request may be under way still, or may have died: its turn ends by the clock.
                    Assert.True(refused || code == "in_progress" || status is < 300 or >= 500, $"{path}: {status} {body}");
                    id = status < 300 ? (string?)body!["id"] : null;
                }
                catch (Exception e) when (e is HttpRequestException or TimeoutException)
                {
                    // It is dead, or dies right now.
                }

                if (id is null && !refused)
                    _clock.Advance(TimeSpan.FromSeconds(2));
                return id is not null || refused;
            },
            Patience,
            $"{path} was taken: {wanted["reference"]}",
            Pause
        );
        return id;
    }
}
