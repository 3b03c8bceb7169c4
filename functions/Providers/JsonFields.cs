using System.Text.Json;

namespace PaymentHub.Providers;

/// <summary>
/// The fields of one JSON object, read one after the other; the first that is not as it should be is remembered, so that
/// the reader asks once, at the end.
/// </summary>
internal sealed class JsonFields(JsonElement source)
{
    // What is kept has to fit into our rows, also when each of its characters takes six; ids, words and names stay far below.
    private const int MaxText = 256;

    // No chain's addresses are as long.
    private const int MaxAddress = 128;

    private const int MaxWeb = 2_048;

    /// <summary>A sentence about the first field that is missing or of the wrong type; null when all were right.</summary>
    public string? Wrong { get; private set; }

    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string name) => Find(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>A text that has to be there and not be empty.</summary>
    public string Text(string name) => OptionalText(name) ?? Note(name, "is missing");

    /// <summary>A text; null when it is missing, null or empty.</summary>
    public string? OptionalText(string name) => OptionalText(name, MaxText);

    /// <summary>An address that money can be sent to, at least by its looks; it has to be there.</summary>
    public string Address(string name) => Visible(name, MaxAddress, "is no address");

    /// <summary>The path of a page that people are sent to; it has to be there.</summary>
    public string Path(string name)
    {
        var text = Visible(name, MaxWeb, "is no path");
        return Wrong is not null || (text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal)) ? text : Note(name, "is no path");
    }

    /// <summary>The web address of a page that people are sent to; it has to be there.</summary>
    public string Web(string name)
    {
        var text = Visible(name, MaxWeb, "is no web address");
        return
            Wrong is not null
            || (Uri.TryCreate(text, UriKind.Absolute, out var page) && (page.Scheme == Uri.UriSchemeHttps || page.Scheme == Uri.UriSchemeHttp))
            ? text
            : Note(name, "is no web address");
    }

    /// <summary>A text, or a number or a boolean as its text stands in the JSON; it has to be there.</summary>
    public string Scalar(string name) => OptionalScalar(name) ?? Note(name, "is missing");

    /// <summary>As <see cref="Scalar"/>; null when it is missing, null or empty.</summary>
    public string? OptionalScalar(string name) => OptionalScalar(name, MaxText);

    /// <summary>As <see cref="Scalar"/>, however long: it is read as a number and never kept as a text.</summary>
    public string Amount(string name) => OptionalAmount(name) ?? Note(name, "is missing");

    /// <summary>As <see cref="Amount"/>; null when it is missing, null or empty.</summary>
    public string? OptionalAmount(string name) => OptionalScalar(name, int.MaxValue);

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
    private static bool IsId(string text) => text.Length is > 0 and <= 40 && text.All(char.IsAsciiDigit) && (text[0] != '0' || text.Length == 1);

    private string? OptionalText(string name, int max)
    {
        var value = Find(name);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString() is { Length: > 0 } text ? Bounded(name, text, max) : null,
            _ => Note(name, "is not a text"),
        };
    }

    private string? OptionalScalar(string name, int max)
    {
        var value = Find(name);
        return value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
            ? Bounded(name, value.GetRawText(), max)
            : OptionalText(name, max);
    }

    private string Visible(string name, int max, string problem)
    {
        var text = OptionalText(name, max) ?? Note(name, "is missing");
        return Wrong is null && text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) ? Note(name, problem) : text;
    }

    private string Bounded(string name, string text, int max) => text.Length <= max ? text : Note(name, "is too long");

    private JsonElement Find(string name) => source.ValueKind == JsonValueKind.Object && source.TryGetProperty(name, out var value) ? value : default;

    private string Note(string name, string problem)
    {
        Wrong ??= $"'{name}' {problem}.";
        return "";
    }
}
