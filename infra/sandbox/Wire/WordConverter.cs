using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaymentHub.Sandbox.Wire;

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
