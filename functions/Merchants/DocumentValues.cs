using System.Globalization;
using System.Text.Json;

namespace PaymentHub.Merchants;

/// <summary>Makes settings of a document's members: names and values as they would stand in
/// app settings. What they mean is checked by whoever reads those.</summary>
internal sealed class DocumentValues
{
    private const int MaxDepth = 2;

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<FieldError> _errors = [];

    public IReadOnlyDictionary<string, string> Values => _values;

    public IReadOnlyList<FieldError> Errors => _errors;

    public DocumentValues Add(string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            _values[name] = text;
        return this;
    }

    public DocumentValues Add(string name, bool? flag) =>
        Add(
            name,
            flag switch
            {
                true => "true",
                false => "false",
                null => null,
            }
        );

    public DocumentValues Add(string name, int? number) => Add(name, number?.ToString(CultureInfo.InvariantCulture));

    /// <summary>A list; in a setting a comma is between its items.</summary>
    public DocumentValues Add(string name, IReadOnlyList<string>? items)
    {
        if (items?.Any(item => string.IsNullOrWhiteSpace(item) || item.Contains(',', StringComparison.Ordinal)) == true)
            _errors.Add(new FieldError(DirectoryCheck.FieldOf(name), "Its items must be texts without commas, and not empty."));
        return items is null ? this : Add(name, string.Join(',', items));
    }

    /// <summary>Amounts by currency.</summary>
    public DocumentValues Add(string name, IReadOnlyDictionary<string, string>? amounts)
    {
        if (
            amounts?.Any(one =>
                one.Key.Length == 0
                || one.Key.Any(c => c is ',' || char.IsWhiteSpace(c))
                || (one.Value ?? "").Any(c => c is ',' || char.IsWhiteSpace(c))
            ) == true
        )
        {
            _errors.Add(new FieldError(DirectoryCheck.FieldOf(name), "It must be amounts by currency, for instance {\"USDT\": \"500\"}."));
        }

        return amounts is null ? this : Add(name, string.Join(", ", amounts.Select(one => $"{one.Value} {one.Key}")));
    }

    /// <summary>Settings of a provider's own: texts, numbers, true or false, or an object of them.</summary>
    public DocumentValues Add(string name, IReadOnlyDictionary<string, JsonElement>? settings)
    {
        foreach (var (key, value) in settings ?? new Dictionary<string, JsonElement>())
            Flatten($"{name}:{SettingOf(key)}", value, 1);
        return this;
    }

    /// <summary>A setting's name as app settings have it: <c>api_key</c> is <c>ApiKey</c>.</summary>
    public static string SettingOf(string field) =>
        string.Concat(field.Split('_').Select(word => word.Length == 0 ? "_" : char.ToUpperInvariant(word[0]) + word[1..]));

    private void Flatten(string path, JsonElement value, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                // An empty one is there, too: it takes away what was set.
                _values[path] = value.GetString()!;
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                _values[path] = value.GetRawText();
                break;
            case JsonValueKind.Object when depth < MaxDepth:
                // Names that are the provider's: as they are written.
                foreach (var member in value.EnumerateObject())
                    Flatten($"{path}:{member.Name}", member.Value, depth + 1);
                break;
            default:
                _errors.Add(new FieldError(DirectoryCheck.FieldOf(path), "It must be a text, a number, true or false, or an object of texts."));
                break;
        }
    }
}
