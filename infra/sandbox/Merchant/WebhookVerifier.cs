using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Sandbox.Merchant;

/// <summary>Verifies webhooks as the Standard Webhooks specification tells a receiver to.</summary>
internal static class WebhookVerifier
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";
    private const string Version = "v1,";
    private const string SecretPrefix = "whsec_";

    public static WebhookVerdict Verify(IHeaderDictionary headers, byte[] body, IReadOnlyList<string> secrets, DateTimeOffset now, TimeSpan tolerance)
    {
        string id = headers[IdHeader].ToString(),
            timestamp = headers[TimestampHeader].ToString(),
            signatures = headers[SignatureHeader].ToString();
        if (id.Length == 0 || timestamp.Length == 0 || signatures.Length == 0)
        {
            return WebhookVerdict.MissingHeader;
        }

        if (
            !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > tolerance.TotalSeconds
        )
        {
            return WebhookVerdict.StaleTimestamp;
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var received = signatures.Split(' ').Where(one => one.StartsWith(Version, StringComparison.Ordinal)).Select(Encoding.UTF8.GetBytes).ToArray();
        return secrets
            .Select(secret => Sign(secret, signed))
            .Any(expected => received.Any(one => CryptographicOperations.FixedTimeEquals(one, expected)))
            ? WebhookVerdict.Verified
            : WebhookVerdict.BadSignature;
    }

    private static byte[] Sign(string secret, byte[] signed)
    {
        var key = Convert.FromBase64String(secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret);
        return Encoding.UTF8.GetBytes(Version + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
    }
}

/// <summary>What the merchant thinks of a webhook.</summary>
public enum WebhookVerdict
{
    Verified,
    MissingHeader,
    StaleTimestamp,
    BadSignature,
}
