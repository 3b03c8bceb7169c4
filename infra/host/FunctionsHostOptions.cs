namespace FunctionsHost;

/// <summary>How to run one app.</summary>
/// <param name="AppFolder">The build output folder of the app: where its host.json and worker.config.json are.</param>
public sealed record FunctionsHostOptions(string AppFolder)
{
    /// <summary>The app's settings, over those of this process's environment.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>A setting of the app, from wherever it comes.</summary>
    internal string? Setting(string name) => Settings.TryGetValue(name, out var value) ? value : Environment.GetEnvironmentVariable(name);

    /// <summary>Where to listen on loopback; 0 for any free port.</summary>
    public int Port { get; init; }

    /// <summary>Hosts of one id share timers and locks; null for one made from the app's folder.</summary>
    public string? HostId { get; init; }

    /// <summary>
    /// Function keys by name: "master"; "function/name" for one function; any other name for all functions. With none, every function is open,
    /// as with Core Tools; with any, they are asked for, as on Azure.
    /// </summary>
    public IReadOnlyDictionary<string, string> Keys { get; init; } = new Dictionary<string, string>();

    /// <summary>Takes each line of the log; null for standard output.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>How long running invocations may go on when the host stops.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The least time between two starts of the worker.</summary>
    public TimeSpan RestartInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
