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
        _json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

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
