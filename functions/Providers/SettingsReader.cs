using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace PaymentHub.Providers;

/// <summary>
/// Reads an account's settings and collects a sentence for each mistake, starting with the setting's name. A sentence
/// never quotes the value: it may be a secret.
/// </summary>
internal sealed class SettingsReader(IConfiguration settings)
{
    private const int MaxCode = 64;

    private static readonly TimeSpan MaxOffset = TimeSpan.FromHours(14);

    private readonly List<string> _mistakes = [];
    private readonly HashSet<string> _read = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _unresolved = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Everything that was wrong with what has been read so far.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>A text that has to be set. Spaces around it are a mistake: they come from copying, and no key has any.</summary>
    public string Required(string name)
    {
        var text = Value(name);
        if (string.IsNullOrWhiteSpace(text))
            return Mistake(name, "is missing", "");
        return text.Trim() == text ? text : Mistake(name, "must not start or end with white space", text);
    }

    /// <summary>A text with a default.</summary>
    public string Text(string name, string fallback) => Value(name) is { Length: > 0 } ? Required(name) : fallback;

    /// <summary>A text that may be missing.</summary>
    public string? Optional(string name) => Value(name) is { Length: > 0 } ? Required(name) : null;

    /// <summary>A whole number that has to be set, as its digits.</summary>
    public string RequiredDigits(string name)
    {
        var text = Required(name);
        return text.Length == 0 || (text.Length <= 18 && text.All(char.IsAsciiDigit)) ? text : Mistake(name, "must be a whole number", text);
    }

    /// <summary>One of a few words.</summary>
    public string OneOf(string name, string fallback, params ReadOnlySpan<string> words)
    {
        var text = Text(name, fallback);
        return words.Contains(text) ? text : Mistake(name, $"must be one of {string.Join(", ", words)}", fallback);
    }

    /// <summary>true or false.</summary>
    public bool Flag(string name, bool fallback)
    {
        var text = Value(name);
        if (string.IsNullOrEmpty(text))
            return fallback;
        return bool.TryParse(text, out var value) ? value : Mistake(name, "must be true or false", fallback);
    }

    /// <summary>A small whole number.</summary>
    public int Count(string name, int fallback, int max)
    {
        var text = Value(name);
        if (string.IsNullOrEmpty(text))
            return fallback;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= max
            ? value
            : Mistake(name, $"must be a whole number from 0 to {max}", fallback);
    }

    /// <summary>A duration above zero, written as hh:mm:ss.</summary>
    public TimeSpan Duration(string name, TimeSpan fallback, TimeSpan max)
    {
        var text = Value(name);
        if (string.IsNullOrEmpty(text))
            return fallback;
        // Without a colon a bare "15" would be read as fifteen days.
        return
            text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value)
            && value > TimeSpan.Zero
            && value <= max
            ? value
            : Mistake(name, $"must be a duration such as {fallback:c}, above zero and at most {max:c}", fallback);
    }

    /// <summary>A key that has to be set and that <paramref name="read"/> understands.</summary>
    public RsaKey? Key(string name, Func<string, RsaKey?> read, string expected)
    {
        var text = Value(name);
        if (string.IsNullOrWhiteSpace(text))
            return Mistake<RsaKey?>(name, "is missing", null);
        return read(text) ?? Mistake<RsaKey?>(name, $"must be {expected}", null);
    }

    /// <summary>As <see cref="Key"/>, when it is set.</summary>
    public RsaKey? OptionalKey(string name, Func<string, RsaKey?> read, string expected) =>
        string.IsNullOrWhiteSpace(Value(name)) ? null : Key(name, read, expected);

    /// <summary>A table of names: each key below the setting and its value.</summary>
    public IReadOnlyDictionary<string, string> Table(string name) =>
        Section(name)
            .GetChildren()
            .Where(child => !string.IsNullOrWhiteSpace(child.Value) && !IsUnresolved($"{name}__{child.Key}", child.Value))
            .ToDictionary(child => child.Key, child => child.Value!, StringComparer.OrdinalIgnoreCase);

    /// <summary>A provider's codes, separated by commas; none by default.</summary>
    /// <param name="good">The code of a good answer, which must not stand among them.</param>
    public IReadOnlySet<string> Codes(string name, string good)
    {
        var codes = (Value(name) ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .ToHashSet(StringComparer.Ordinal);
        if (codes.Any(code => code.Length > MaxCode || code.Any(c => c is <= ' ' or > '~')))
            return Mistake(name, $"must be codes of at most {MaxCode} visible characters, separated by commas", codes);
        return codes.Contains(good) ? Mistake(name, $"must not hold {good}, the code of a good answer", codes) : codes;
    }

    /// <summary>A distance from UTC, written as +hh:mm or -hh:mm.</summary>
    public TimeSpan Offset(string name, TimeSpan fallback)
    {
        var text = Value(name);
        if (string.IsNullOrEmpty(text))
            return fallback;
        return
            text.Length == 6
            && text[0] is '+' or '-'
            && TimeSpan.TryParseExact(text[1..], @"hh\:mm", CultureInfo.InvariantCulture, out var value)
            && value <= MaxOffset
            ? text[0] == '-'
                ? -value
                : value
            : Mistake(name, "must be a distance from UTC such as +08:00, at most 14 hours", fallback);
    }

    /// <summary>An address without a slash at its end, to put paths behind. Plain http is taken only for this machine itself.</summary>
    public Uri Web(string name, Uri fallback)
    {
        var text = Value(name);
        if (string.IsNullOrEmpty(text))
            return fallback;
        return
            Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            && address.UserInfo.Length + address.Query.Length + address.Fragment.Length == 0
            ? new Uri(address.AbsoluteUri.TrimEnd('/'))
            : Mistake(name, "must be an https address without user, query or fragment; http is allowed only for this machine itself", fallback);
    }

    /// <summary>Notes a mistake that only the caller can see.</summary>
    public T Mistake<T>(string name, string problem, T instead)
    {
        // Whatever else is wrong with a reference that was not resolved comes of that.
        if (!_unresolved.Contains(name))
            _mistakes.Add($"{name} {problem}.");
        return instead;
    }

    /// <summary>Every setting that nobody has read is a mistake: a misspelt name. Call it last.</summary>
    public void NoOthers()
    {
        foreach (var child in settings.GetChildren().Where(child => !_read.Contains(child.Key)))
            Mistake(child.Key, $"is not a setting; there are here: {string.Join(", ", _read.Order(StringComparer.Ordinal))}", child.Key);
    }

    private string? Value(string name) => Section(name).Value is { } value && !IsUnresolved(name, value) ? value : null;

    private bool IsUnresolved(string name, string? value)
    {
        if (!KeyVaultReference.IsUnresolved(value))
            return false;
        Mistake(name, KeyVaultReference.Mistake, false);
        _unresolved.Add(name);
        return true;
    }

    private IConfigurationSection Section(string name)
    {
        _read.Add(name);
        return settings.GetSection(name);
    }
}
