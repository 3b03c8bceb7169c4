using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Telemetry;

/// <summary>An evening of failures: each alert is quiet until what it is for has happened, and quiet again when that is over.</summary>
[Collection(Alone.Name)]
public sealed class AlertTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Each_alert_comes_when_it_should_and_goes_when_it_should()
    {
        await using var evening = await Evening.StartAsync();
        var told = new HashSet<string>();
        void Expect(params string[] alerts)
        {
            told.UnionWith(alerts);
            Assert.Equal(alerts, evening.Alerts());
        }

        // A payment comes in and is told: nothing is wrong.
        await evening.CallbackAsync();
        await evening.SettleAsync();
        await evening.PassAsync(Minute);
        Expect();

        // Ten forged callbacks are an accident, eleven are not.
        for (var i = 0; i < 10; i++)
            await evening.CallbackAsync(forged: true);
        Expect();
        await evening.CallbackAsync(forged: true);
        Expect("bad_signatures");
        await evening.PassAsync(16 * Minute);
        Expect();

        // Storage takes nothing, and the provider is told so.
        evening.Hub.Process.Probe.Start(call => call.Name == "callbacks: transaction" ? StorageFault.DieBefore : StorageFault.None);
        await RefusedAsync(evening);
        Expect("callbacks_unanswered");
        evening.Hub.Process.Kill();
        await evening.Hub.BringUpAsync();
        await evening.PassAsync(6 * Minute);
        Expect();

        // The app starts with a mistake in the settings of one account, and again without it.
        const string Confirm = "PaymentHub:Merchants:beta:Accounts:beta_usdt:Confirm";
        evening.Hub.Set(Confirm, "perhaps");
        evening.Hub.Process.Kill();
        await evening.Hub.BringUpAsync();
        await evening.PassAsync(11 * Minute);
        Expect("account_out");
        evening.Hub.Set(Confirm, null);
        evening.Hub.Process.Kill();
        await evening.Hub.BringUpAsync();
        await evening.PassAsync(27 * Minute);
        Expect();

        // Something owed is late, woken again and again in vain, and then done.
        var entry = await evening.OweAsync();
        await evening.PassAsync(Minute);
        await evening.PassAsync(4 * Minute - TimeSpan.FromSeconds(1));
        Expect();
        await evening.PassAsync(TimeSpan.FromSeconds(2));
        Expect("outbox_late");
        await evening.Hub.Table(TableNames.Callbacks).DeleteEntityAsync(entry.PartitionKey, entry.RowKey);
        await evening.PassAsync(6 * Minute);
        Expect();

        // The merchant's endpoint dies. A quarter of an hour later its breaker is told of, four hours later that webhooks wait for it; and
        // by then the account has been silent for long.
        evening.Merchant.Refuses = _ => true;
        await evening.CallbackAsync();
        await Eventually.TrueAsync(
            async () => (await evening.Hub.RowsAsync(TableNames.Endpoints, "alpha|main")).Any(row => row.GetDateTimeOffset("OpenedAt") is not null),
            Hub.Patience,
            "the breaker is open"
        );
        evening.Stall(TimeSpan.FromSeconds(2));
        await evening.CallbackAsync();
        await Eventually.TrueAsync(
            async () => (await evening.Hub.RowsAsync(TableNames.Orders, "suspended|")).Count == 2,
            Hub.Patience,
            "both webhooks wait"
        );
        await evening.PassAsync(15 * Minute - TimeSpan.FromSeconds(2));
        Expect();
        await evening.PassAsync(TimeSpan.FromSeconds(1));
        Expect("breaker_open");
        await evening.PassAsync(106 * Minute);
        Expect("account_silent", "breaker_open");
        await evening.PassAsync(121 * Minute);
        Expect("account_silent", "breaker_open", "deliveries_suspended");

        // One of the two deliveries fails in the app itself, too, and is a dead letter.
        var order = OutboxEntry.Parts((await evening.Hub.RowsAsync(TableNames.Orders, "suspended|"))[0].RowKey)[3];
        await evening
            .Hub.Queue(QueueNames.WebhooksPoison)
            .SendMessageAsync($$"""{"order":"{{order}}","endpoint":"main","version":1,"attempt":1,"v":1}""");
        await Eventually.TrueAsync(
            async () => (await evening.Hub.RowsAsync(TableNames.Orders, "dead|")).Count == 1,
            Hub.Patience,
            "it is a dead letter"
        );
        Expect("account_silent", "breaker_open", "dead_letter", "deliveries_suspended");
        evening.Merchant.Refuses = _ => false;
        await Eventually.TrueAsync(
            async () =>
            {
                await evening.PassAsync(10 * Minute);
                return (await evening.Hub.RowsAsync(TableNames.Orders, "suspended|")).Count == 0;
            },
            Hub.Patience,
            "what waited was sent"
        );
        await evening.CallbackAsync();
        await evening.SettleAsync();
        await evening.PassAsync(16 * Minute);
        Expect();

        // A payment comes to an address that nobody was given.
        await evening.CallbackAsync();
        await evening.CallbackAsync(account: "beta");
        await evening.SettleAsync();
        await evening.PassAsync(59 * Minute);
        Expect();
        await evening.PassAsync(2 * Minute);
        Expect("review_old");

        // The app's timers stand still. What rests on them is told no more, and that itself is told.
        evening.Stall(26 * Minute);
        Expect("timers_stopped");
        await evening.PassAsync(Minute);
        Expect("review_old");

        // And a provider is away.
        evening.Hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.RequestFails) { Times = 100 });
        for (var i = 0; i < 5; i++)
        {
            await evening.Hub.PostAsync(evening.Hub.Alpha, "/v1/deposits", DepositSteps.MPayRequest(evening.Hub.Alpha, $"away-{i}", "c", "5"));
        }

        Expect("review_old");
        await evening.Hub.PostAsync(evening.Hub.Alpha, "/v1/deposits", DepositSteps.MPayRequest(evening.Hub.Alpha, "away-6", "c", "5"));
        Expect("provider_away", "review_old");

        Assert.Equal(AlertRule.All.Select(alert => alert.Name).Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    private static async Task RefusedAsync(Evening evening)
    {
        try
        {
            await evening.CallbackAsync();
        }
        catch (Exception e) when (e is HttpRequestException or Xunit.Sdk.XunitException)
        {
            // Not acknowledged.
        }
    }
}
