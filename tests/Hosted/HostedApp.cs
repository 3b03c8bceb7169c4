using FunctionsHost;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Hosted;

/// <summary>The build output that is deployed, with the real worker, under the Functions host for laptops.</summary>
internal static class HostedApp
{
    /// <summary>Where the build puts the app: …/bin/PaymentHub.Tests/debug → …/bin/PaymentHub/debug.</summary>
    public static string Folder { get; } = OutputOf("PaymentHub");

    /// <summary>A world whose app runs under the host, in a process of its own.</summary>
    public static Task<Hub> StartAsync(
        Dictionary<string, string?>? settings = null,
        string? storage = null,
        params (string Name, string Value)[] keys
    ) => Hub.StartAsync(settings, storage: storage, start: async hub => await StartHostAsync(hub, keys));

    /// <summary>The host of a world, with its worker.</summary>
    public static Task<FunctionsHostServer> StartHostAsync(Hub hub, params (string Name, string Value)[] keys) =>
        FunctionsHostServer.StartAsync(
            new FunctionsHostOptions(Folder)
            {
                Port = hub.Address.Port,
                HostId = "test",
                Settings = Environment(hub),
                Keys = keys.ToDictionary(key => key.Name, key => key.Value),
                Log = hub.Log.Add,
                RestartInterval = TimeSpan.FromSeconds(1),
            }
        );

    /// <summary>A world's settings, written as an app's settings are.</summary>
    public static Dictionary<string, string> Environment(Hub hub) =>
        hub
            .Settings.Where(setting => setting.Value is not null)
            .ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!);

    private static string OutputOf(string project)
    {
        var output = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        return Path.GetFullPath(Path.Combine(output, "..", "..", project, Path.GetFileName(output)));
    }
}
