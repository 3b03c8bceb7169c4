using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>Base64 of HMAC-SHA256 over <c>timestamp + METHOD + path + body</c>, the same for requests and callbacks.</summary>
internal sealed class PayProtocolSignature(PayProtocolOptions options)
{
    public const string KeyHeader = "x-pay-key";
    public const string TimestampHeader = "x-pay-timestamp";
    public const string SignHeader = "x-pay-sign";

    // The last second of the year 9999, beyond which there is no DateTimeOffset.
    private const long LastSecond = 253402300799;

    // The first signs our requests; either may have signed a callback.
    private readonly byte[][] _secrets = [.. new[] { options.ApiSecret, options.ApiSecretPrevious }.OfType<string>().Select(Encoding.UTF8.GetBytes)];

    /// <summary>What is sent as X-PAY-KEY.</summary>
    public string ApiKey => options.ApiKey;

    /// <summary>Signs a request.</summary>
    /// <param name="timestamp">Unix seconds.</param>
    /// <param name="path">The path with its query string, exactly as sent.</param>
    /// <param name="body">The exact bytes sent; none for a GET.</param>
    public string Sign(string timestamp, string method, string path, ReadOnlySpan<byte> body) =>
        Convert.ToBase64String(Hash(_secrets[0], timestamp, method, path, body));

    /// <summary>
    /// Checks a callback: the key, then the signature, then the timestamp. The key first, since an account that was
    /// configured with another key explains a signature that does not match; the timestamp last, since only a signed one says anything.
    /// </summary>
    /// <returns>Why it is refused; null when it is genuine and fresh.</returns>
    public CallbackResult.Refused? Check(Callback callback)
    {
        if (
            callback.Header(KeyHeader) is not { } key
            || callback.Header(TimestampHeader) is not { } timestamp
            || callback.Header(SignHeader) is not { } sign
        )
        {
            return new(CallbackVerdict.Malformed, "X-PAY-KEY, X-PAY-TIMESTAMP or X-PAY-SIGN is missing.");
        }

        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(options.ApiKey)))
            return new(CallbackVerdict.WrongKey, "X-PAY-KEY is not the account's API key.");
        if (!IsSigned(callback, timestamp, sign))
            return new(CallbackVerdict.BadSignature, "X-PAY-SIGN matches neither our callback path nor that path with its query.");
        return IsFresh(timestamp, callback.ReceivedAt)
            ? null
            : new(CallbackVerdict.StaleTimestamp, "X-PAY-TIMESTAMP is too far from the time at which we received it.");
    }

    // Which path is signed is not documented: ours as the provider knows it, or with the query that it was called with.
    private bool IsSigned(Callback callback, string timestamp, string sign)
    {
        var signature = new byte[HMACSHA256.HashSizeInBytes];
        return Base64Text.TryDecode(sign, signature)
            && (Matches(callback.Path) || (callback.Query.Length > 0 && Matches(callback.Path + callback.Query)));

        // As received, and without a byte order mark, which is put in front of a text after it was signed.
        bool Matches(string path) =>
            IsOf(path, callback.Body.Span)
            || (StrictJson.WithoutMark(callback.Body) is var text && text.Length < callback.Body.Length && IsOf(path, text.Span));

        bool IsOf(string path, ReadOnlySpan<byte> body)
        {
            foreach (var secret in _secrets)
            {
                if (CryptographicOperations.FixedTimeEquals(Hash(secret, timestamp, "POST", path, body), signature))
                    return true;
            }

            return false;
        }
    }

    private bool IsFresh(string timestamp, DateTimeOffset receivedAt)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > LastSecond)
            return false;
        var ahead = DateTimeOffset.FromUnixTimeSeconds(seconds) - receivedAt;
        return ahead <= options.TimestampAhead && -ahead <= options.TimestampBehind;
    }

    private static byte[] Hash(byte[] secret, string timestamp, string method, string path, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.UTF8.GetBytes(timestamp + method + path));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }
}
