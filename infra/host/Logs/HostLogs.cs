using FunctionsHost.Settings;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Logs;

/// <summary>The two logs of a host, which end in one.</summary>
internal sealed class HostLogs : IDisposable
{
    private HostLogs(ILoggerFactory functions, ILoggerFactory servers)
    {
        Functions = functions;
        Servers = servers;
    }

    /// <summary>What the functions, the worker and the triggers say; host.json says how much of it is wanted.</summary>
    public ILoggerFactory Functions { get; }

    /// <summary>
    /// What our own web servers say: warnings only, whatever host.json wants of the same categories in the worker. Below that they write down
    /// the paths of requests, and a path may hold a secret.
    /// </summary>
    public ILoggerFactory Servers { get; }

    public static HostLogs Create(HostJson hostJson, Action<string>? sink, TimeProvider time)
    {
        var provider = new LineLoggerProvider(sink ?? Console.Out.WriteLine, time);
        return new HostLogs(
            LoggerFactory.Create(logging =>
            {
                // The first start finds no container of its own yet, and each look is a warning there.
                logging
                    .AddProvider(provider)
                    .SetMinimumLevel(LogLevel.Information)
                    .AddFilter("Azure.Core", LogLevel.Error)
                    // All options, on 30 lines at each start; and what is for telemetry, without a text.
                    .AddFilter("Microsoft.Azure.WebJobs.Hosting", LogLevel.Warning)
                    .AddFilter("Host.Results", LogLevel.None)
                    .AddFilter("Host.Aggregator", LogLevel.None);
                foreach (var (category, level) in hostJson.LogLevels)
                    logging.AddFilter(category == "Default" ? null : category, level);
            }),
            // The forwarder's failures are told by us, for the function they belong to.
            LoggerFactory.Create(logging => logging.AddProvider(provider).SetMinimumLevel(LogLevel.Warning).AddFilter("Yarp", LogLevel.None))
        );
    }

    public void Dispose()
    {
        Functions.Dispose();
        Servers.Dispose();
    }
}
