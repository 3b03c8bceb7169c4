using System.Globalization;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Standins.Worker;

/// <summary>A functions app of some probe classes, on a free port, with queue names of its own.</summary>
internal sealed class ProbeHost : IAsyncDisposable
{
    private readonly IHost _host;

    private ProbeHost(IHost host, string storage, string queue)
    {
        _host = host;
        Storage = storage;
        QueueName = queue;
    }

    public ProbeState State => _host.Services.GetRequiredService<ProbeState>();

    public QueueCalls Calls => _host.Services.GetServices<HttpPipelinePolicy>().OfType<QueueCalls>().Single();

    public IServiceProvider Services => _host.Services;

    public HttpClient Client { get; } = new();

    public string Storage { get; }

    /// <summary>What %Q% stands for in the probes.</summary>
    public string QueueName { get; }

    /// <summary>Builds and starts an app of the named probe classes.</summary>
    /// <param name="settings">Settings as key=value; a later one wins.</param>
    public static async Task<ProbeHost> StartAsync(
        string types, Action<FunctionsApplicationBuilder>? configure = null, params string[] settings)
    {
        var probe = await BuildAsync(types, configure, settings);
        try
        {
            await probe._host.StartAsync();
            if (probe._host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>() is { } bound)
                probe.Client.BaseAddress = new Uri(bound.Addresses.First());
            return probe;
        }
        catch
        {
            await probe.DisposeAsync();
            throw;
        }
    }

    /// <summary>A queue under its name, or one whose name begins with it; its messages are read as they are.</summary>
    public QueueClient Queue(string suffix = "") => new(Storage, QueueName + suffix);

    public Task StopAsync() => _host.StopAsync();

    /// <summary>Ends the host without stopping it, as a killed process ends.</summary>
    public void Kill() => _host.Dispose();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private static async Task<ProbeHost> BuildAsync(
        string types, Action<FunctionsApplicationBuilder>? configure, string[] settings)
    {
        var storage = await SharedAzurite.ConnectionStringAsync();
        var queue = $"probe-{Random.Shared.NextInt64().ToString("x16", CultureInfo.InvariantCulture)}";
        string[] all =
        [
            "Functions:LocalSettings=none", "Functions:Assemblies=PaymentHub.Tests", $"Functions:Types={types}",
            "urls=http://127.0.0.1:0", $"AzureWebJobsStorage={storage}", $"Q={queue}",
            "AzureFunctionsJobHost:extensions:http:routePrefix=api",
            "AzureFunctionsJobHost:extensions:queues:maxPollingInterval=00:00:00.200", .. settings,
        ];
        // The last of several equal settings counts, as on any command line.
        var builder = FunctionsApplication.CreateBuilder([.. all.Select(setting => $"--{setting}")]);
        builder.Logging.ClearProviders();
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddSingleton<ProbeState>();
        builder.Services.AddSingleton<HttpPipelinePolicy, QueueCalls>();
        configure?.Invoke(builder);
        var host = builder.Build();
        return new ProbeHost(host, storage, all.Last(setting => setting.StartsWith("Q=", StringComparison.Ordinal))[2..]);
    }
}
