using System.Globalization;
using System.Text.Json;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The JSON object of a request.</summary>
internal sealed class PayProtocolBody
{
    private readonly JsonElement _json;

    private PayProtocolBody(JsonElement json) => _json = json;

    /// <summary>null when it is no JSON object.</summary>
    public static PayProtocolBody? Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object ? new(json.RootElement.Clone()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A parameter of type string; null when missing, empty or something else.</summary>
    public string? Text(string name) =>
        _json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    /// <summary>A whole number, which may also come as text; null when missing or something else.</summary>
    public int? Number(string name) =>
        _json.TryGetProperty(name, out var value)
        && value.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && int.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public Uri? Url(string name) =>
        Uri.TryCreate(Text(name), UriKind.Absolute, out var url) && url.Scheme.StartsWith("http", StringComparison.Ordinal) ? url : null;
}

/// <summary>A request whose signature was good.</summary>
internal sealed record PayProtocolRequest(PayProtocolAccount Account, IQueryCollection Query, byte[] Body)
{
    /// <summary>A parameter of the query string, whatever its case; null when missing or empty.</summary>
    public string? Text(string name) => Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <exception cref="FormatException">It is there and no number: the pipeline answers with the provider's error for parameters.</exception>
    public long? Number(string name) => Text(name) is { } value ? long.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
