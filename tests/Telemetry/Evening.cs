using System.Globalization;
using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Callbacks;
using PaymentHub.Functions;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Webhooks;

namespace PaymentHub.Tests.Telemetry;

/// <summary>The hub for an evening, by a clock that the test turns, with its timers run by hand and its metrics recorded.</summary>
internal sealed class Evening : IAsyncDisposable
{
    private readonly TurnableClock _clock = new(TimeProvider.System.GetUtcNow());
    private readonly MetricRecorder _metrics;
    private int _callbacks;

    private Evening() => _metrics = new MetricRecorder(_clock);

    public Hub Hub { get; private set; } = null!;

    public RecordingMerchant Merchant { get; private set; } = null!;

    public static async Task<Evening> StartAsync()
    {
        var evening = new Evening { Merchant = await RecordingMerchant.StartAsync() };
        evening.Hub = await Hub.StartAsync(
            new()
            {
                ["PaymentHub:Merchants:alpha:Accounts:alpha_usdt:UnknownAddresses"] = "accept",
                ["PaymentHub:Merchants:alpha:Endpoints:main:Url"] = evening.Merchant.Url.AbsoluteUri,
                ["PaymentHub:Merchants:beta:Endpoints:main:Url"] = evening.Merchant.Url.AbsoluteUri,
                ["PaymentHub:Delivery:Breaker:Failures"] = "1",
                // No wait of a provider's is waited for: the clock is turned by hand.
                ["PaymentHub:Merchants:alpha:Accounts:alpha_mpay:Settings:Retries"] = "0",
            },
            services: services => services.AddSingleton<TimeProvider>(evening._clock)
        );
        return evening;
    }

    /// <summary>Lets time pass, and the timers run at its end as they do all the while.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        await RelayAsync();
        await Timers.CheckIntegrity(new TimerInfo(), default);
    }

    /// <summary>Waits until nothing is on its way. Time goes by in leaps here: what is on its way then is late.</summary>
    public Task SettleAsync() =>
        Eventually.TrueAsync(
            async () =>
                (await Hub.RowsAsync(TableNames.Callbacks, "pending|")).Count == 0
                && (await Hub.RowsAsync(TableNames.Orders, "due|")).All(row => row.GetString("Queue") != QueueNames.Webhooks),
            Hub.Patience,
            "nothing is on its way"
        );

    /// <summary>Lets time pass in which no timer runs.</summary>
    public void Stall(TimeSpan time) => _clock.Advance(time);

    /// <summary>Runs the outbox relay's timer.</summary>
    public Task RelayAsync() => Timers.RelayOutbox(new TimerInfo(), default);

    /// <summary>The alerts whose conditions are true now.</summary>
    public List<string> Alerts()
    {
        var recorded = _metrics.Read();
        return
        [
            .. AlertRule
                .All.Where(alert => alert.IsTrue(recorded, _clock.GetUtcNow(), [Hub.Alpha.GatewayAccount]))
                .Select(alert => alert.Name)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Posts a callback of the gateway's and waits for its verdict.</summary>
    public async Task CallbackAsync(bool forged = false, string account = "alpha")
    {
        var merchant = account == "alpha" ? Hub.Alpha : Hub.Beta;
        var number = string.Create(CultureInfo.InvariantCulture, $"{1_750_000_000_000_000_000 + ++_callbacks}");
        var data =
            $$"""{"identify":"same","chain_type":3,"contract_type":32,"order_id":"{{number}}","transaction_id":"{{new string('a', 45)}}{{number}}","amount":10}""";
        var callback = SignedCallback.Gateway(merchant.Keys.Gateway, data);
        if (forged)
            callback.Altered("\"amount\":10", "\"amount\":99");
        var verdicts = (await Hub.VerdictsAsync()).Count;
        Assert.Equal(200, (await callback.PostAsync(new Uri(Hub.Address, "/callbacks/" + merchant.CallbackId(merchant.GatewayAccount)))).Status);
        await Eventually.TrueAsync(async () => (await Hub.VerdictsAsync()).Count > verdicts, Hub.Patience, "the callback has its verdict");
    }

    /// <summary>Writes an outbox entry that is due now and that nobody will ever keep.</summary>
    public async Task<TableEntity> OweAsync()
    {
        var (now, id) = (_clock.GetUtcNow(), CallbackId.New(_clock.GetUtcNow()));
        var entry = OutboxEntry.Row(Keys.CallbackBucket(id), Keys.PendingCallback(now, id), QueueNames.Callbacks, now, now, TimeSpan.Zero);
        await Hub.Table(TableNames.Callbacks).AddEntityAsync(entry);
        return entry;
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        await Merchant.DisposeAsync();
        _metrics.Dispose();
    }

    private TimerFunctions Timers => ActivatorUtilities.CreateInstance<TimerFunctions>(Hub.Process.Services);
}
