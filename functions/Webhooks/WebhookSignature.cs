using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Webhooks;

/// <summary>Signs webhooks as the Standard Webhooks specification says.</summary>
public static class WebhookSignature
{
    /// <summary>The value of the webhook-signature header: <c>v1,</c> and the base64 of
    /// HMAC-SHA256 over <c>id.timestamp.body</c>, once per secret.</summary>
    /// <param name="secrets">The active secrets as bytes, newest first.</param>
    /// <param name="id">The value of webhook-id.</param>
    /// <param name="timestamp">The value of webhook-timestamp: Unix seconds of this attempt.</param>
    /// <param name="body">The exact bytes that are sent.</param>
    public static string Sign(IReadOnlyList<ReadOnlyMemory<byte>> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var prefix = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        byte[] signed = [.. prefix, .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret.Span, signed))));
    }
}
