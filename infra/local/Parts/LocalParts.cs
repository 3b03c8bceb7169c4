using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace PaymentHub.Local.Parts;

/// <summary>What the parts are made of.</summary>
/// <param name="Places">Where function app and sandbox listen.</param>
/// <param name="Storage">Where the emulator listens.</param>
/// <param name="DashboardPort">Where the dashboard listens; null: there is none.</param>
/// <param name="SandboxSettings">The sandbox's settings as JSON.</param>
/// <param name="FunctionSettings">The function app's settings by name.</param>
/// <param name="Collector">Where the function app's telemetry goes when there is no dashboard; null: nowhere.</param>
/// <param name="CoreTools">The program 'func' to run the function app; null for the host in infra/host.</param>
internal sealed record PartSettings(
    Places Places,
    StoragePorts Storage,
    int? DashboardPort,
    string SandboxSettings,
    IReadOnlyDictionary<string, string> FunctionSettings,
    string? Collector,
    string? CoreTools
);

/// <summary>The parts of the local run as resources of Aspire, which starts, watches and ends them and shows them on its dashboard.</summary>
internal sealed class LocalParts
{
    public const string NodeTools = "node-tools";
    public const string Storage = "storage";
    public const string Sandbox = "sandbox";
    public const string Functions = "functions";

    private const string SandboxVariable = "PAYMENTHUB_SANDBOX_SETTINGS";

    private readonly IDistributedApplicationBuilder _builder;
    private readonly Checkout _checkout;
    private readonly PartSettings _settings;

    private LocalParts(Checkout checkout, PartSettings settings, string browserToken, int collectorPort, int resourcePort)
    {
        _checkout = checkout;
        _settings = settings;
        _builder = DistributedApplication.CreateBuilder(
            new DistributedApplicationOptions
            {
                // As arguments, not as environment variables, which the parts would inherit.
                Args =
                [
                    $"--ASPNETCORE_URLS={(settings.DashboardPort is { } port ? Places.Loopback(port) : "")}",
                    $"--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL={Places.Loopback(collectorPort)}",
                    $"--ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL={Places.Loopback(resourcePort)}",
                    $"--ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN={browserToken}",
                    // Who ends the run finds everything gone when it returns.
                    "--DcpPublisher:WaitForResourceCleanup=true",
                ],
                AllowUnsecuredTransport = true,
                DisableDashboard = settings.DashboardPort is null,
                TrustDeveloperCertificate = false,
                DeveloperCertificateDefaultHttpsTerminationEnabled = false,
            }
        );
    }

    /// <summary>Describes the parts and makes them ready to start.</summary>
    /// <param name="collectorPort">Where the dashboard listens for telemetry.</param>
    /// <param name="resourcePort">Where the dashboard asks for the parts' states and logs.</param>
    public static RunningParts Build(Checkout checkout, NodeTools tools, PartSettings settings, int collectorPort, int resourcePort)
    {
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var parts = new LocalParts(checkout, settings, token, collectorPort, resourcePort);
        var warnings = new WarningLog();
        parts._builder.Services.AddLogging(logging => logging.ClearProviders().AddProvider(warnings));
        parts.AddAll(tools);
        var dashboard = settings.DashboardPort is { } port ? $"{Places.Loopback(port)}/login?t={token}" : null;
        return new RunningParts(parts._builder.Build(), warnings, dashboard);
    }

    private void AddAll(NodeTools tools)
    {
        // Also when everything is there: another process may be about to install it anew.
        var storage = AddStorage(tools).WaitForCompletion(_builder.AddExecutable(NodeTools, "node", tools.Folder, "install.mjs"));
        var sandbox = AddSandbox();
        AddFunctions().WaitFor(storage).WaitFor(sandbox);
    }

    private IResourceBuilder<ExecutableResource> AddStorage(NodeTools tools)
    {
        const string Check = "storage-listens";
        var (blob, queue, table) = _settings.Storage;
        _builder.Services.AddHealthChecks().AddAsyncCheck(Check, cancellationToken => ListensAsync(table, cancellationToken));
        return _builder
            .AddExecutable(
                Storage,
                "node",
                tools.Folder,
                tools.Azurite,
                "--inMemoryPersistence",
                "--skipApiVersionCheck",
                "--disableTelemetry",
                "--blobPort",
                Text(blob),
                "--queuePort",
                Text(queue),
                "--tablePort",
                Text(table)
            )
            .WithHttpEndpoint(blob, blob, "blob", isProxied: false)
            .WithHttpEndpoint(queue, queue, "queue", isProxied: false)
            .WithHttpEndpoint(table, table, "table", isProxied: false)
            .WithHealthCheck(Check);
    }

    private IResourceBuilder<ExecutableResource> AddSandbox()
    {
        var port = new Uri(_settings.Places.Sandbox).Port;
        return _builder
            .AddExecutable(Sandbox, Checkout.Dotnet, _checkout.Root, _checkout.Sandbox, "--settings-variable", SandboxVariable)
            .WithEnvironment(SandboxVariable, _settings.SandboxSettings)
            .WithHttpEndpoint(port, port, isProxied: false)
            .WithHttpHealthCheck("/sandbox/faults");
    }

    private IResourceBuilder<ExecutableResource> AddFunctions()
    {
        var port = new Uri(_settings.Places.Hub).Port;
        var folder = Path.GetDirectoryName(_checkout.Hub)!;

        // The example as file of settings: every setting in it is in the environment, which goes first, and a developer's own file is not read.
        var functions = _settings.CoreTools is { } func
            ? _builder.AddExecutable(Functions, func, folder, "start", "--port", Text(port))
            : _builder.AddExecutable(
                Functions,
                Checkout.Dotnet,
                folder,
                _checkout.Host,
                "--app",
                folder,
                "--port",
                Text(port),
                "--settings",
                _checkout.ExampleSettings
            );
        foreach (var (name, value) in _settings.FunctionSettings)
            functions.WithEnvironment(name, value);
        // What the app tells of itself goes to the dashboard, where there is one.
        if (_settings.DashboardPort is not null)
            functions.WithOtlpExporter();
        if (_settings.Collector is { } collector)
        {
            functions
                .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", collector)
                .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .WithEnvironment("OTEL_BSP_SCHEDULE_DELAY", "200");
        }

        return functions.WithHttpEndpoint(port, port, isProxied: false).WithHttpHealthCheck("/health/ready");
    }

    private static async Task<HealthCheckResult> ListensAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (SocketException e)
        {
            return HealthCheckResult.Unhealthy($"Nobody listens on port {port} yet.", e);
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
