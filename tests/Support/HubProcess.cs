using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaymentHub.Storage;
using PaymentHub.Triggers;

namespace PaymentHub.Tests.Support;

/// <summary>One life of the app, in this process: it can be stopped in peace, or die so that nothing it does reaches storage any more.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _runs;

    private HubProcess(IHost host, StorageProbe probe)
    {
        _host = host;
        Probe = probe;
    }

    /// <summary>Sees every call to storage.</summary>
    public StorageProbe Probe { get; }

    public IServiceProvider Services => _host.Services;

    public static async Task<HubProcess> StartAsync(Uri address, IReadOnlyDictionary<string, string?> settings, ILoggerProvider? log = null, Action<IServiceCollection>? services = null)
    {
        var process = Make(address, settings, log, services);
        await process._host.StartAsync();
        process._runs = true;
        return process;
    }

    /// <summary>Makes one that listens to nothing, no address and no queue: what it does is what it is told to do.</summary>
    public static HubProcess Make(Uri address, IReadOnlyDictionary<string, string?> settings, ILoggerProvider? log = null, Action<IServiceCollection>? services = null)
    {
        var builder = FunctionsApplication.CreateBuilder(["--Functions:LocalSettings=none", "--Functions:Assemblies=PaymentHub", $"--urls={address.GetLeftPart(UriPartial.Authority)}"]);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<RunningFunction>();
        builder.UseMiddleware<SecurityHeaders>();
        builder.Logging.QuietFramework().ClearProviders();
        if (log is not null)
            builder.Logging.AddProvider(log);

        var probe = new StorageProbe();
        builder.Services.AddSingleton(new StoragePolicy(probe, HttpPipelinePosition.PerRetry));
        builder.Services.AddSingleton<HttpPipelinePolicy>(probe);
        services?.Invoke(builder.Services);
        builder.Services.AddPaymentHub();
        return new HubProcess(builder.Build(), probe);
    }

    /// <summary>Ends it as a crash does: at once, in the middle of whatever it was doing.</summary>
    public void Kill()
    {
        Probe.Die();
        _host.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (_runs)
            await _host.StopAsync();
        _host.Dispose();
    }
}
