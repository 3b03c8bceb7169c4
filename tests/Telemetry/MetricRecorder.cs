using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using PaymentHub.Telemetry;

namespace PaymentHub.Tests.Telemetry;

/// <summary>Listens to the hub's metrics in this process and keeps every measurement, with a clock's time.</summary>
internal sealed class MetricRecorder : IDisposable
{
    private readonly ConcurrentQueue<Recorded> _recorded = new();
    private readonly MeterListener _listener = new();
    private readonly TimeProvider _clock;

    public MetricRecorder(TimeProvider clock)
    {
        _clock = clock;
        var started = false;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // The gauges of an app that ran here before tell on of what was last seen there.
            if (instrument.Meter.Name == HubMetrics.Name && (started || instrument.Meter.Scope is null))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
        started = true;
    }

    /// <summary>All that was measured so far, once the gauges have been read, too.</summary>
    public IReadOnlyList<Recorded> Read()
    {
        _listener.RecordObservableInstruments();
        return [.. _recorded];
    }

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, tag) in tags)
            names[name] = Convert.ToString(tag, CultureInfo.InvariantCulture)!;
        _recorded.Enqueue(new Recorded(_clock.GetUtcNow(), instrument.Name, value, names));
    }
}
