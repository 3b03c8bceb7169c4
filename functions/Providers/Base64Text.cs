namespace PaymentHub.Providers;

/// <summary>Reads signatures in base64. Many encoders break it into lines, and line breaks carry no meaning; everything else does.</summary>
internal static class Base64Text
{
    /// <summary>Whether a text is exactly so many bytes.</summary>
    /// <param name="bytes">Where they go; all of it is filled.</param>
    public static bool TryDecode(string text, Span<byte> bytes) =>
        text.All(c => c is '\r' or '\n' || !char.IsWhiteSpace(c))
        && Convert.TryFromBase64String(text, bytes, out var length)
        && length == bytes.Length;
}
