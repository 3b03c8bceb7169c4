using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Telemetry;

namespace PaymentHub.Tests.Telemetry;

/// <summary>Gauges of a test's own.</summary>
internal static class Gauges
{
    /// <summary>What a gauge of an app says now; null when it says nothing.</summary>
    public static double? Read(IMeterFactory meters, string name)
    {
        double? read = null;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, heard) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Name == name)
                heard.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => read = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return read;
    }

    /// <summary>Where whoever says something is all that counts.</summary>
    public static HubGauges Unread(TimeProvider clock) =>
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), clock);
}
