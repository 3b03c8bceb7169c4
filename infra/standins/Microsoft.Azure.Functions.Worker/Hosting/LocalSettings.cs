using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Standin.Hosting;

/// <summary>
/// Reads the Values of local.settings.json, as Core Tools does, above the settings files and below the environment and
/// the command line. The setting Functions:LocalSettings = none, which only the stand-in knows, leaves the file alone.
/// </summary>
internal static class LocalSettings
{
    /// <exception cref="InvalidOperationException">The file is no JSON.</exception>
    public static void AddTo(ConfigurationManager configuration, IHostEnvironment environment)
    {
        if (string.Equals(configuration["Functions:LocalSettings"], "none", StringComparison.OrdinalIgnoreCase))
            return;
        if (AppFolder.Find(environment, "local.settings.json") is not { } file)
            return;

        var values = JsonSettings.Read(file).GetSection("Values").AsEnumerable(makePathsRelative: true)
            .Where(setting => setting.Value is not null)
            .ToDictionary(
                setting => setting.Key.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal),
                setting => setting.Value,
                StringComparer.OrdinalIgnoreCase);
        var sources = configuration.Sources;
        var files = sources.LastOrDefault(source => source is JsonConfigurationSource);
        sources.Insert(files is null ? 0 : sources.IndexOf(files) + 1, new MemoryConfigurationSource { InitialData = values });
    }
}
