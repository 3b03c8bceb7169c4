using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace PaymentHub.Merchants;

/// <summary>
/// Reads one section of settings and collects every mistake in it instead of stopping at the first, each as a sentence that starts with the setting's
/// name as in app settings (with <c>__</c>). Settings that nobody read are mistakes, too: they are misspelt names. An unresolved Key Vault reference
/// is always a mistake, and the only one of its setting.
/// </summary>
/// <remarks>
/// Options binding was tried for the hub's own settings (Microsoft.Extensions.Hosting 10.0.10: <c>ErrorOnUnknownConfiguration</c>, data annotations,
/// <c>ValidateOnStart</c>) and tells less. The first value that is no number or time span ends the reading, and neither the other values nor unknown
/// names nor ranges are told of; unknown names end it before the ranges. It names a member of a class (<c>MaxWakes</c> of <c>Outbox</c>), not the
/// setting as it is written. "5" is taken for five days, an empty value for a mistake, and <c>Merchants</c>, whose names operators choose, stands in
/// the same section and is unknown to it.
/// </remarks>
public sealed class SettingsReader(IConfigurationSection section, List<string> mistakes)
{
    private readonly HashSet<string> _read = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _unresolved = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The mistakes that were found so far, here and in what shares them.</summary>
    public IReadOnlyList<string> Found => mistakes;

    /// <summary>The last part of the section's name.</summary>
    public string Name => section.Key;

    /// <summary>The section itself, for those who read it in their own way.</summary>
    public IConfigurationSection Section(string name)
    {
        _read.Add(name);
        return section.GetSection(name);
    }

    /// <summary>A text without the spaces around it, or null when nothing is left.</summary>
    public string? Text(string name)
    {
        var setting = Section(name);
        if (setting.GetChildren().Any())
            Mistake(name, "is one value and has no settings below it.");
        if (KeyVaultReference.IsUnresolved(setting.Value))
            Unresolved(name);
        return string.IsNullOrWhiteSpace(setting.Value) || _unresolved.Contains(name) ? null : setting.Value.Trim();
    }

    /// <summary>A text that must be there; empty, and a mistake, when it isn't.</summary>
    public string RequiredText(string name, string whatItIs)
    {
        if (Text(name) is { } value)
            return value;
        Mistake(name, $"is missing: {whatItIs}.");
        return "";
    }

    public bool Flag(string name, bool otherwise)
    {
        if (Text(name) is not { } text)
            return otherwise;
        if (bool.TryParse(text, out var value))
            return value;
        Mistake(name, $"is '{text}', but must be true or false.");
        return otherwise;
    }

    public int Number(string name, int otherwise, int least, int max)
    {
        if (Text(name) is not { } text)
            return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= max)
            return value;
        Mistake(name, $"is '{text}', but must be a whole number from {least} to {max}.");
        return otherwise;
    }

    /// <summary>A time span written as [d.]hh:mm:ss[.fff].</summary>
    public TimeSpan Span(string name, TimeSpan otherwise, TimeSpan least, TimeSpan max)
    {
        if (Text(name) is not { } text)
            return otherwise;
        if (TryReadSpan(text, out var value) && value >= least && value <= max)
            return value;
        Mistake(name, $"is '{text}', but must be a time span (hh:mm:ss) from {least} to {max}.");
        return otherwise;
    }

    /// <summary>Time spans, separated by commas.</summary>
    public IReadOnlyList<TimeSpan> Spans(string name, IReadOnlyList<TimeSpan> otherwise)
    {
        if (Text(name) is not { } text)
            return otherwise;
        var values = new List<TimeSpan>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryReadSpan(part, out var value) || value < TimeSpan.Zero)
            {
                Mistake(name, $"holds '{part}', but must be time spans (hh:mm:ss) separated by commas.");
                return otherwise;
            }

            values.Add(value);
        }

        return values;
    }

    /// <summary>An address without a slash at its end, to put paths behind. Plain http is taken only for this machine itself.</summary>
    public Uri BaseUrl(string name, string whatItIs) => new(Url(name, whatItIs).AbsoluteUri.TrimEnd('/'));

    /// <summary>An address as it is written. Plain http is taken only for this machine itself.</summary>
    public Uri Url(string name, string whatItIs)
    {
        var text = RequiredText(name, whatItIs);
        var nowhere = new Uri("https://invalid.invalid");
        if (text.Length == 0)
            return nowhere;
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https")
            || url.UserInfo.Length > 0
            || url.Query.Length > 0
            || url.Fragment.Length > 0
        )
        {
            Mistake(name, "must be an absolute http(s) address without user, query or fragment.");
        }
        else if (url.Scheme == "http" && !url.IsLoopback)
        {
            Mistake(name, "must be https; http is allowed only for this machine itself (127.0.0.1, localhost).");
        }
        else
        {
            return url;
        }

        return nowhere;
    }

    /// <summary>The texts below a name, in the order of their numbers (…__0, …__1).</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var child in Group(Section(name)).GetChildren())
        {
            if (KeyVaultReference.IsUnresolved(child.Value))
                Unresolved($"{name}__{child.Key}", name);
            if (child.Value?.Trim() is { Length: > 0 } text)
                texts.Add(text);
        }

        return texts;
    }

    /// <summary>A reader for each section below a name.</summary>
    public IReadOnlyList<SettingsReader> Sections(string name) =>
        [.. Group(Section(name)).GetChildren().Select(child => new SettingsReader(Group(child), mistakes))];

    /// <summary>A reader for each section below a name, with mistakes of its own that do not affect the others.</summary>
    public IReadOnlyList<SettingsReader> Apart(string name) => [.. Group(Section(name)).GetChildren().Select(child => Apart(child))];

    /// <summary>A reader for the one section of that name.</summary>
    public SettingsReader Only(string name) => new(Group(Section(name)), mistakes);

    /// <summary>Notes a mistake of one setting in this section.</summary>
    public void Mistake(string name, string whatIsWrong)
    {
        if (!_unresolved.Contains(name))
            mistakes.Add($"{Written(section.Path)}__{name.Replace(":", "__", StringComparison.Ordinal)} {whatIsWrong}");
    }

    /// <summary>Notes a mistake of the section as a whole.</summary>
    public void Mistake(string whatIsWrong) => mistakes.Add($"{Written(section.Path)} {whatIsWrong}");

    /// <summary>Notes a mistake in words of its own, where it is not one setting's.</summary>
    public void Tell(string sentence) => mistakes.Add(sentence);

    /// <summary>The same in place of everything that was noted so far.</summary>
    public void TellOnly(string sentence)
    {
        mistakes.Clear();
        Tell(sentence);
    }

    /// <summary>Takes over mistakes that somebody else found in a section below this one; each starts with its setting's name.</summary>
    public void Mistakes(string name, IEnumerable<string> found) =>
        mistakes.AddRange(found.Select(mistake => $"{Written(section.Path)}__{name}__{mistake}"));

    /// <summary>Every setting of this section that nobody has read is a mistake. Call it last.</summary>
    public void NoOthers()
    {
        foreach (var child in section.GetChildren().Where(child => !_read.Contains(child.Key)))
            Mistake(child.Key, $"is not a setting. There are here: {string.Join(", ", _read.Order(StringComparer.Ordinal))}.");
    }

    // A value where only settings below it are read would be ignored in silence.
    private IConfigurationSection Group(IConfigurationSection group)
    {
        if (!string.IsNullOrWhiteSpace(group.Value))
            mistakes.Add($"{Written(group.Path)} has no value of its own, only settings below it.");
        return group;
    }

    private static SettingsReader Apart(IConfigurationSection section)
    {
        var reader = new SettingsReader(section, []);
        reader.Group(section);
        return reader;
    }

    // Whatever else is wrong with the setting, or with the list it is in, comes of the reference and needs no telling.
    private void Unresolved(string name, string? list = null)
    {
        Mistake(name, KeyVaultReference.Mistake + ".");
        _unresolved.Add(name);
        if (list is not null)
            _unresolved.Add(list);
    }

    private static bool TryReadSpan(string text, out TimeSpan value)
    {
        value = default;
        // "5" would be read as five days, which nobody means.
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    private static string Written(string path) => path.Replace(":", "__", StringComparison.Ordinal);
}
