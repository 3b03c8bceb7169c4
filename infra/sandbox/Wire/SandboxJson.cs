using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaymentHub.Sandbox.Wire;

/// <summary>How the sandbox writes JSON.</summary>
internal static class SandboxJson
{
    /// <summary>The sandbox's own settings and control calls: snake_case, words for enums, numbers also as text (forms have nothing else).</summary>
    public static JsonSerializerOptions Own { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>What the providers say: names exactly as written in the code. Relaxed
    /// escaping, because the providers send '+' in base64 as it is.</summary>
    public static JsonSerializerOptions Wire { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

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

/// <summary>Enums as the sandbox's own JSON, forms and pages write them.</summary>
internal static class SnakeCaseEnum
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonSerializer.SerializeToElement(value, SandboxJson.Own).GetString()!;
}

/// <summary>Enums as words of small letters; a word that is none of them is answered with those that are.</summary>
internal sealed class WordConverter : JsonConverterFactory
{
    /// <summary>Under this name an exception holds the words that would have been right.</summary>
    public const string Words = "words";

    private static readonly JsonStringEnumConverter Inner = new(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert), Inner.CreateConverter(typeToConvert, options))!;

    private sealed class Of<T>(JsonConverter<T> inner) : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return inner.Read(ref reader, typeToConvert, options);
            }
            catch (JsonException e)
            {
                e.Data[Words] = string.Join(", ", Enum.GetValues<T>().Select(Wire.SnakeCaseEnum.Of));
                throw;
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => inner.Write(writer, value, options);
    }
}
