using System.Text.Json;

namespace PaymentHub.Providers;

/// <summary>
/// The fields of one JSON object, read one after the other; the first that is not as it should be is remembered, so that
/// the reader asks once, at the end.
/// </summary>
internal sealed class JsonFields(JsonElement source)
{
    /// <summary>A sentence about the first field that is missing or of the wrong type; null when all were right.</summary>
    public string? Wrong { get; private set; }

    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string name) => Find(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>A text that has to be there and not be empty.</summary>
    public string Text(string name) => OptionalText(name) ?? Note(name, "is missing");

    /// <summary>A text; null when it is missing, null or empty.</summary>
    public string? OptionalText(string name)
    {
        var value = Find(name);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
            _ => Note(name, "is not a text"),
        };
    }

    /// <summary>A text, or a number or a boolean as its text stands in the JSON; it has to be there.</summary>
    public string Scalar(string name) => OptionalScalar(name) ?? Note(name, "is missing");

    /// <summary>As <see cref="Scalar"/>; null when it is missing, null or empty.</summary>
    public string? OptionalScalar(string name)
    {
        var value = Find(name);
        return value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
            ? value.GetRawText()
            : OptionalText(name);
    }

    /// <summary>An id of digits, written as a number or as a text; it has to be there.</summary>
    public string Digits(string name)
    {
        var text = Scalar(name);
        return Wrong is not null || IsId(text) ? text : Note(name, "is not an id of digits");
    }

    /// <summary>A number's text as it stands in the JSON, never through a double; it has to be there.</summary>
    public string Number(string name)
    {
        var value = Find(name);
        return value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Note(name, "is missing or not a number");
    }

    // A leading zero would make a second spelling of the same id.
    private static bool IsId(string text) =>
        text.Length is > 0 and <= 40 && text.All(char.IsAsciiDigit) && (text[0] != '0' || text.Length == 1);

    private JsonElement Find(string name) =>
        source.ValueKind == JsonValueKind.Object && source.TryGetProperty(name, out var value) ? value : default;

    private string Note(string name, string problem)
    {
        Wrong ??= $"'{name}' {problem}.";
        return "";
    }
}
