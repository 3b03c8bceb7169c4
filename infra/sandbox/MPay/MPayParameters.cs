using System.Text.Json;

namespace PaymentHub.Sandbox.MPay;

/// <summary>A request's decrypted parameters.</summary>
internal sealed record MPayParameters(MPayCredentials Account, JsonElement Json, string BaseUrl)
{
    /// <summary>A parameter as text; null when missing, empty or no text.</summary>
    public string? Text(string name) =>
        Json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    public Uri? Url(string name) => Uri.TryCreate(Text(name), UriKind.Absolute, out var url) && url.Scheme.StartsWith("http", StringComparison.Ordinal) ? url : null;

    /// <summary>A whole number above 0, as written; null when it is none.</summary>
    public string? WholeNumber(string name) =>
        Json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number > 0
            ? value.GetRawText()
            : null;
}
