using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Standin.Hosting;

/// <summary>Replaces %SETTING% in an attribute's text.</summary>
internal static partial class Expression
{
    /// <exception cref="InvalidOperationException">The setting is missing; the message names it.</exception>
    public static string Resolve(string text, IConfiguration settings) =>
        Setting().Replace(text, match => settings[match.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal)] is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"'{text}' needs the setting '{match.Groups["name"].Value}', which is not there."));

    [GeneratedRegex("%(?<name>[^%]+)%")]
    private static partial Regex Setting();
}
