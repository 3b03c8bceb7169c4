using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Standin.Hosting;

/// <summary>
/// The settings of host.json. As in the real host each can be overridden by a setting
/// AzureFunctionsJobHost__path, such as AzureFunctionsJobHost__extensions__queues__batchSize.
/// </summary>
internal sealed class HostJson(IConfiguration settings, IHostEnvironment environment)
{
    private readonly IConfiguration? _file =
        AppFolder.Find(environment, "host.json") is { } path ? JsonSettings.Read(path) : null;

    /// <summary>Whether defaults are those of a developer's machine.</summary>
    public bool IsDevelopment => environment.IsDevelopment();

    public string? this[string path] => settings[$"AzureFunctionsJobHost:{path}"] ?? _file?[path];

    /// <exception cref="InvalidOperationException">The value is no whole number in the range.</exception>
    public int Integer(string path, int fallback, int least, int most)
    {
        if (this[path] is not { } text)
            return fallback;
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw Invalid(path, text, most == int.MaxValue ? $"a whole number of at least {least}" : $"a whole number from {least} to {most}");
    }

    /// <exception cref="InvalidOperationException">The value is no time span, or less than the least.</exception>
    public TimeSpan Duration(string path, TimeSpan fallback, TimeSpan least)
    {
        if (this[path] is not { } text)
            return fallback;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least
            ? value
            : throw Invalid(path, text, $"a time as hh:mm:ss of at least {least}");
    }

    public static InvalidOperationException Invalid(string path, string text, string wanted) =>
        new($"host.json: '{path.Replace(':', '.')}' is '{text}', but must be {wanted}.");
}
