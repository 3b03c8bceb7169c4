using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
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

    public static void AddTelemetryExport(this IHostApplicationBuilder builder)
    {
        var toOtlp = builder.Configuration[Otlp] is { Length: > 0 };
        var insights = builder.Configuration[Insights] is { Length: > 0 } connection ? connection : null;
        if (!toOtlp && insights is null)
            return;

        var telemetry = builder.Services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithLogging(null, logging => (logging.IncludeScopes, logging.IncludeFormattedMessage) = (true, true))
            .WithMetrics(metrics => metrics.AddMeter(HubMetrics.Name, "System.Runtime"))
            .WithTracing(tracing => tracing.AddSource(HubTrace.Name));
        if (toOtlp)
            telemetry.UseOtlpExporter();
        if (insights is not null)
            telemetry.UseAzureMonitorExporter(monitor =>
            {
                monitor.ConnectionString = insights;
                monitor.EnableLiveMetrics = false;
                // The workspace takes telemetry from the app's identity only, so the connection string is no secret.
                monitor.Credential = new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = builder.Configuration["AzureWebJobsStorage:clientId"] });
            });
    }
}
