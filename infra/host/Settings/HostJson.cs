using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Settings;

/// <summary>An app's host.json, as far as it concerns a host on one machine.</summary>
internal sealed class HostJson
{
    private const string JobsSection = "AzureWebJobs";
    private const string OverridePrefix = "AzureFunctionsJobHost__";
    private readonly IConfigurationRoot _json;

    private HostJson(IConfigurationRoot json)
    {
        _json = json;
        FunctionTimeout = ReadTimeout(json["functionTimeout"]);
        LogLevels = json.GetSection("logging:logLevel")
            .GetChildren()
            .ToDictionary(rule => rule.Key, rule => ReadLevel(rule.Key, rule.Value), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What every route begins with; the worker reads the same from the same file.</summary>
    public string RoutePrefix => (_json["extensions:http:routePrefix"] ?? "api").Trim('/');

    /// <summary>How long an invocation may take; null for any time.</summary>
    public TimeSpan? FunctionTimeout { get; }

    /// <summary>The least level by category; "Default" for all others.</summary>
    public IReadOnlyDictionary<string, LogLevel> LogLevels { get; }

    /// <summary>All of it where the WebJobs SDK looks for its options.</summary>
    public IEnumerable<KeyValuePair<string, string?>> ForJobs =>
        _json.AsEnumerable().Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create($"{JobsSection}:{pair.Key}", pair.Value));

    /// <param name="settings">The app's: those below <c>AzureFunctionsJobHost__</c> stand for what the file says.</param>
    /// <exception cref="HostException">There is none, or it cannot be read.</exception>
    public static HostJson Read(string folder, IReadOnlyDictionary<string, string> settings)
    {
        var file = Path.Combine(folder, "host.json");
        if (!File.Exists(file))
            throw new HostException($"{file} is missing: an app needs one in its output.");
        try
        {
            return new HostJson(
                new ConfigurationBuilder()
                    .AddJsonFile(file, optional: false, reloadOnChange: false)
                    .AddEnvironmentVariables(OverridePrefix)
                    .AddInMemoryCollection(Overrides(settings))
                    .Build()
            );
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            throw new HostException($"{file} cannot be read: {(e.InnerException ?? e).Message}", e);
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Overrides(IReadOnlyDictionary<string, string> settings) =>
        settings
            .Where(setting => setting.Key.StartsWith(OverridePrefix, StringComparison.OrdinalIgnoreCase))
            .Select(setting =>
                KeyValuePair.Create(setting.Key[OverridePrefix.Length..].Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)
            );

    private static TimeSpan? ReadTimeout(string? text) =>
        text switch
        {
            null or "-1" => null,
            _ when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout) && timeout > TimeSpan.Zero => timeout,
            _ => throw new FormatException($"functionTimeout '{text}' is no time like 00:05:00, nor -1 for none."),
        };

    private static LogLevel ReadLevel(string category, string? text) =>
        Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level)
            ? level
            : throw new FormatException($"The log level '{text}' of {category} is unknown.");
}
