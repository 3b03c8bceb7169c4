using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Local.Verify;

/// <summary>Asks whether something is what was signed.</summary>
internal sealed class SignatureSearch(IReadOnlyList<(int Number, byte[] Key)> keys, IReadOnlyList<byte[]> signatures)
{
    // From the first attempt to the last one of the usual schedule are 76 hours.
    private const int MaxSeconds = 80 * 3600;

    // About a second of work on each side, however long the body is.
    private const long MaxBytes = 400_000_000;

    /// <summary>The numbers of the secrets of which one signature is.</summary>
    public IReadOnlyList<int> Matches(string id, string timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return [.. keys.Where(key => IsSigned(key.Key, signed)).Select(key => key.Number)];
    }

    /// <summary>Another time at which exactly this id and body were signed, in Unix seconds.</summary>
    public long? OtherTimestamp(string id, long timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.0000000000."), .. body];
        var digits = signed.AsSpan(signed.Length - body.Length - 11, 10);
        var max = Math.Min(MaxSeconds, MaxBytes / signed.Length);
        for (var offset = 1L; offset <= max; offset++)
        {
            foreach (var candidate in (long[])[timestamp - offset, timestamp + offset])
            {
                if (
                    candidate is >= 1_000_000_000 and <= 9_999_999_999
                    && Utf8Formatter.TryFormat(candidate, digits, out _)
                    && keys.Any(key => IsSigned(key.Key, signed))
                )
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    private bool IsSigned(byte[] key, byte[] signed)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, signed, expected);
        foreach (var signature in signatures)
        {
            if (CryptographicOperations.FixedTimeEquals(signature, expected))
                return true;
        }

        return false;
    }
}
