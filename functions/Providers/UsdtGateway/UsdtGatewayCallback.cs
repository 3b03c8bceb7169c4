using System.Text.Json;

namespace PaymentHub.Providers.UsdtGateway;

/// <summary>A callback on the wire: a signature, the exact bytes that it covers, and the whole body.</summary>
/// <param name="Signature">Base64; not empty.</param>
/// <param name="Data">The bytes of the <c>data</c> object as received, from its first brace to its last.</param>
/// <param name="Root">The whole body. It may hold repeated names; <see cref="HasRepeatedNames"/> says so.</param>
internal sealed record UsdtGatewayCallback(string Signature, ReadOnlyMemory<byte> Data, JsonElement Root, bool HasRepeatedNames)
{
    /// <summary>Looks for what every callback has, whatever it says.</summary>
    public static CallbackShape CheckShape(Callback callback)
    {
        if (!callback.HasMediaType("application/json"))
            return CallbackShape.UnsupportedMediaType;
        return Read(callback.Body, out _) is null ? CallbackShape.Malformed : CallbackShape.Acceptable;
    }

    /// <summary>Reads a JSON object with exactly one text <c>signature</c> and one object <c>data</c>.</summary>
    /// <param name="verdict">Why there is none: a repeated name leaves open what is signed, everything else is malformed.</param>
    public static UsdtGatewayCallback? Read(ReadOnlyMemory<byte> body, out CallbackVerdict verdict)
    {
        var validity = StrictJson.Read(body, out var root);
        verdict = validity == JsonValidity.DuplicateNames ? CallbackVerdict.Ambiguous : CallbackVerdict.Malformed;
        if (validity == JsonValidity.Invalid || root.ValueKind != JsonValueKind.Object)
            return null;

        body = StrictJson.WithoutMark(body);
        var signatures = new List<string?>();
        var data = new List<ReadOnlyMemory<byte>>();
        Scan(body, signatures, data);
        // An empty signature is a missing one.
        return signatures is [{ Length: > 0 } signature] && data is [{ Length: > 0 } bytes]
            ? new UsdtGatewayCallback(signature, bytes, root, validity == JsonValidity.DuplicateNames)
            : null;
    }

    // The parsed value does not say where it stood in the text; the reader does.
    private static void Scan(ReadOnlyMemory<byte> body, List<string?> signatures, List<ReadOnlyMemory<byte>> data)
    {
        var reader = new Utf8JsonReader(body.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSignature = reader.ValueTextEquals("signature"u8);
            var isData = reader.ValueTextEquals("data"u8);
            reader.Read();
            var (type, start) = (reader.TokenType, (int)reader.TokenStartIndex);
            if (isSignature)
                signatures.Add(type == JsonTokenType.String ? reader.GetString() : null);
            reader.Skip();
            if (isData)
                data.Add(type == JsonTokenType.StartObject ? body[start..(int)reader.BytesConsumed] : default);
        }
    }
}
