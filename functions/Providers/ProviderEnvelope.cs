using System.Text.Json;

namespace PaymentHub.Providers;

/// <summary>All three providers wrap their answers the same way: a code, some words and the data.</summary>
internal static class ProviderEnvelope
{
    private const int MaxCodeLength = 64;
    private const int MaxMessageLength = 500;

    /// <summary>Takes the data out of an answer, or says why there is none.</summary>
    /// <param name="goodCode">The only code that means success.</param>
    /// <param name="words">The names of the fields that explain a refusal.</param>
    public static ProviderResult<JsonElement> Read(ProviderResponse response, string goodCode, params ReadOnlySpan<string> words)
    {
        if (response is not ProviderResponse.Complete complete)
            return new ProviderResult<JsonElement>.Unavailable(((ProviderResponse.Failed)response).Reason);
        // Whatever such an answer says, it does not say that the provider has decided.
        if (complete.Status is >= 500 or 408 or 429 or (>= 300 and < 400))
            return Unavailable($"HTTP {complete.Status}.");
        if (StrictJson.Read(complete.Body, out var envelope) != JsonValidity.Valid || Code(envelope) is not { } code)
            return Unavailable($"HTTP {complete.Status}, and an unreadable body.");
        if (code != goodCode)
            return new ProviderResult<JsonElement>.Refused(Bound(code, MaxCodeLength), Bound(Message(envelope, words), MaxMessageLength));
        if (complete.Status is < 200 or >= 300)
            return Unavailable($"HTTP {complete.Status}, and a body that says success.");
        return new ProviderResult<JsonElement>.Good(envelope.TryGetProperty("data", out var data) ? data : default);
    }

    /// <summary>Whether the body has that code, whatever else is wrong with the answer; true as well when it cannot be told.</summary>
    public static bool HasCode(ProviderResponse.Complete answer, string code) =>
        StrictJson.Read(answer.Body, out var envelope) switch
        {
            JsonValidity.Valid => Code(envelope) == code,
            JsonValidity.DuplicateNames => true,
            _ => false,
        };

    /// <summary>Whether a good answer holds nothing: no data, null, or an empty object or list.</summary>
    public static bool IsEmpty(JsonElement data) =>
        data.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => true,
            JsonValueKind.Object => !data.EnumerateObject().Any(),
            JsonValueKind.Array => data.GetArrayLength() == 0,
            _ => false,
        };

    private static ProviderResult<JsonElement>.Unavailable Unavailable(string reason) => new(reason);

    private static string? Code(JsonElement envelope)
    {
        if (envelope.ValueKind != JsonValueKind.Object || !envelope.TryGetProperty("code", out var code))
            return null;
        return code.ValueKind switch
        {
            JsonValueKind.Number => code.GetRawText(),
            JsonValueKind.String => code.GetString(),
            _ => null,
        };
    }

    private static string Message(JsonElement envelope, ReadOnlySpan<string> words)
    {
        var said = new List<string>();
        foreach (var word in words)
        {
            if (envelope.TryGetProperty(word, out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } value)
                said.Add(value);
        }

        return string.Join(": ", said.Distinct());
    }

    private static string Bound(string text, int max) => text.Length <= max ? text : text[..max] + "…";
}
