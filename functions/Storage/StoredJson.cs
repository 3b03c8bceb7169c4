using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaymentHub.Storage;

/// <summary>JSON in our rows. A character is written as itself where JSON allows it: as an escape it would take six times its room.</summary>
internal static class StoredJson
{
    public static JsonSerializerOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>With words for enumerations, and without what is null or computed.</summary>
    public static JsonSerializerOptions Compact { get; } =
        new(Plain)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            IgnoreReadOnlyProperties = true,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        };
}
