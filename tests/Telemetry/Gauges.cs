using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Telemetry;

namespace PaymentHub.Tests.Telemetry;

/// <summary>Gauges of a test's own.</summary>
internal static class Gauges
{
    /// <summary>Where whoever says something is all that counts.</summary>
    public static HubGauges Unread(TimeProvider clock) =>
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), clock);
}
