using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The provider's HMAC, for requests and callbacks alike.</summary>
internal static class PayProtocolSigner
{
    public const string KeyHeader = "X-PAY-KEY";
    public const string TimestampHeader = "X-PAY-TIMESTAMP";
    public const string SignHeader = "X-PAY-SIGN";

    public static string Sign(string secret, string timestamp, string method, string requestPath, ReadOnlySpan<byte> body)
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(timestamp + method + requestPath), .. body];
        return Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), text));
    }

    /// <summary>Returns null for a good signature, otherwise what is wrong with it.</summary>
    public static string? Refuse(IHeaderDictionary headers, PayProtocolCredentials? account, RequestToSign request, PayProtocolClock clock)
    {
        if (account is null)
        {
            return "wrong_key";
        }

        string timestamp = headers[TimestampHeader].ToString();
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || !clock.IsFresh(seconds))
        {
            return "stale_timestamp";
        }

        var expected = Sign(account.ApiSecret, timestamp, request.Method, request.Target, request.Body);
        var received = headers[SignHeader].ToString();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(received)) ? null : "bad_signature";
    }
}

/// <summary>The parts of a request that its signature covers.</summary>
/// <param name="Target">The request target exactly as it came, with its query string.</param>
internal sealed record RequestToSign(string Method, string Target, byte[] Body);
