using System.Diagnostics;
using System.Globalization;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;
using PaymentHub.Telemetry;

namespace PaymentHub;

/// <summary>
/// Where traces, metrics and logs go: to whoever speaks OTLP, where one is named, and to Application Insights, where that is. What ASP.NET Core
/// and the HTTP clients would say by themselves is left out: it has whole addresses, and a callback's holds a secret.
/// </summary>
public static class TelemetryExport
{
    private const string Otlp = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Not the setting's usual name: by that one the Functions host would export by itself, too, and its spans of requests have their paths.
    /// </summary>
    private const string Insights = "PaymentHub:Telemetry:ApplicationInsights";

    private const string SamplerArgument = "OTEL_TRACES_SAMPLER_ARG";

    public static void AddTelemetryExport(this IHostApplicationBuilder builder)
    {
        var toOtlp = builder.Configuration[Otlp] is { Length: > 0 };
        var insights = builder.Configuration[Insights] is { Length: > 0 } connection ? connection : null;
        if (!toOtlp && insights is null)
            return;

        // The web server's own scope has the request's path; it begins none where this logger is off. All others are exported.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithLogging(null, logging => (logging.IncludeScopes, logging.IncludeFormattedMessage) = (true, true))
            .WithMetrics(metrics => metrics.AddMeter(HubMetrics.Name, "System.Runtime"))
            // By the trace's id alone: whatever has a part in a trace decides alike, also where the host's own span above it is recorded by nobody.
            .WithTracing(tracing =>
                tracing
                    .AddSource(HubTrace.Name)
                    .AddProcessor(new PathRemoval())
                    .SetSampler(new TraceIdRatioBasedSampler(Kept(builder.Configuration[SamplerArgument])))
            );
        if (toOtlp)
            telemetry.UseOtlpExporter();
        if (insights is not null)
        {
            telemetry.UseAzureMonitorExporter(monitor =>
            {
                monitor.ConnectionString = insights;
                monitor.EnableLiveMetrics = false;
                // The workspace takes telemetry from the app's identity only, so the connection string is no secret.
                monitor.Credential = new DefaultAzureCredential(
                    new DefaultAzureCredentialOptions { ManagedIdentityClientId = builder.Configuration["AzureWebJobsStorage:clientId"] }
                );
            });
        }
    }

    /// <summary>Which part of all traces is kept: all, unless the setting names another.</summary>
    private static double Kept(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var part) && part is >= 0 and <= 1 ? part : 1;
}

/// <summary>Takes addresses out of spans that are not ours, before anybody exports them: a callback's path holds its id.</summary>
internal sealed class PathRemoval : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        foreach (var (name, value) in data.TagObjects.ToList())
        {
            if (
                name.StartsWith("url.", StringComparison.Ordinal)
                || name is "http.url" or "http.target"
                || (value is string text && text.Contains('/', StringComparison.Ordinal))
            )
            {
                data.SetTag(name, null);
            }
        }

        if (data.DisplayName.Contains('/', StringComparison.Ordinal))
            data.DisplayName = data.Kind.ToString();
    }
}
