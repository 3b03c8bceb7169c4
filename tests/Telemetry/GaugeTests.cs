using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Telemetry;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Telemetry;

public sealed class GaugeTests : IDisposable
{
    private readonly TurnableClock _clock = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, double> _read = [];
    private readonly HubGauges _gauges;

    public GaugeTests()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        _gauges = new HubGauges(factory, _clock);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == factory)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) => _read[$"{instrument.Name} {(tags.Length > 0 ? tags[0].Value : "")}".TrimEnd()] = value
        );
        _listener.Start();
    }

    [Fact]
    public void An_age_grows_until_it_is_said_anew()
    {
        _gauges.OutboxAge("callbacks", _clock.GetUtcNow());
        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(40, Read()["paymenthub.outbox.age callbacks"]);

        _gauges.OutboxAge("callbacks", null);

        Assert.Equal(0, Read()["paymenthub.outbox.age callbacks"]);
    }

    [Fact]
    public void What_nobody_says_any_more_is_told_no_more()
    {
        _gauges.OutboxAge("callbacks", _clock.GetUtcNow());
        _gauges.DeadLetters(3);
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(["paymenthub.dead_letters.waiting"], Read().Keys);

        _clock.Advance(TimeSpan.FromMinutes(25));

        Assert.Empty(Read());
    }

    [Fact]
    public void A_reason_that_no_order_has_any_more_is_gone()
    {
        _gauges.Reviews([("overdue", 2, _clock.GetUtcNow()), ("unconfirmed", 1, _clock.GetUtcNow())]);
        Assert.Equal(2, Read()["paymenthub.reviews.open overdue"]);

        _gauges.Reviews([("unconfirmed", 1, _clock.GetUtcNow())]);

        Assert.Equal(["paymenthub.reviews.age unconfirmed", "paymenthub.reviews.open unconfirmed"], Read().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_clock_that_goes_back_makes_no_negative_age()
    {
        _gauges.Breakers(1, _clock.GetUtcNow() + TimeSpan.FromSeconds(5));

        Assert.Equal(0, Read()["paymenthub.breakers.age"]);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    private Dictionary<string, double> Read()
    {
        _read.Clear();
        _listener.RecordObservableInstruments();
        return _read;
    }
}
