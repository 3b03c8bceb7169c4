using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaymentHub.Sandbox.Wire;

/// <summary>How the sandbox writes JSON.</summary>
internal static class SandboxJson
{
    /// <summary>The sandbox's own settings and control calls: snake_case, words for enums, numbers also as text (forms have nothing else).</summary>
    public static JsonSerializerOptions Own { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>What the providers say: names exactly as written in the code. Relaxed escaping, because the providers send '+' in base64 as it is.</summary>
    public static JsonSerializerOptions Wire { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.AllowReadingFromString;

        // A misspelt or forgotten name must not quietly mean the default.
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectRequiredConstructorParameters = true;
        options.RespectNullableAnnotations = true;
        options.ReadCommentHandling = JsonCommentHandling.Skip;
        options.AllowTrailingCommas = true;
        options.Converters.Add(new WordConverter());
        return options;
    }
}
