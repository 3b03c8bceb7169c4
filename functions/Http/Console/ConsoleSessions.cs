using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PaymentHub.Merchants;

namespace PaymentHub.Http.Console;

/// <summary>
/// Who is signed in at the console: a cookie that we have signed, so that nothing is stored. A session ends after eight hours, and at once if its
/// operator was removed or has another key. Every sign-in creates a new session, so that a planted one is useless.
/// </summary>
public sealed class ConsoleSessions(MerchantDirectory directory, OperatorDirectory operators, TimeProvider clock)
{
    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    private const string Purpose = "paymenthub console session 1";
    private const int IdLength = 16;
    private const int TimeLength = 8;
    private const int KeyLength = 32;
    private const int HeadLength = IdLength + TimeLength + KeyLength;
    private const int MacLength = 32;
    private const int MaxCookie = 400;

    private readonly IReadOnlyList<byte[]> _keys = directory.Settings.MasterKeys.Derive(Purpose, 32);

    /// <summary>Whether there is a master key; without one nobody can sign in.</summary>
    public bool AreOn => _keys.Count > 0;

    /// <summary>A new session of an operator who has just shown this key.</summary>
    public string Begin(Operator by, string key)
    {
        var said = new byte[HeadLength + Encoding.UTF8.GetByteCount(by.Name)];
        RandomNumberGenerator.Fill(said.AsSpan(0, IdLength));
        BinaryPrimitives.WriteInt64BigEndian(said.AsSpan(IdLength, TimeLength), clock.GetUtcNow().ToUnixTimeSeconds());
        SHA256.HashData(Encoding.UTF8.GetBytes(key)).CopyTo(said, IdLength + TimeLength);
        Encoding.UTF8.GetBytes(by.Name, said.AsSpan(HeadLength));
        return Base64Url.EncodeToString([.. said, .. HMACSHA256.HashData(_keys[0], said)]);
    }

    /// <summary>Whose session it is; null when it is none of ours, or is over.</summary>
    public ConsoleVisit? Find(string? cookie)
    {
        if (
            cookie is null or { Length: > MaxCookie }
            || !Base64Url.IsValid(cookie)
            || Base64Url.DecodeFromChars(cookie) is not { Length: > HeadLength + MacLength } bytes
        )
        {
            return null;
        }

        var (said, mac) = (bytes[..^MacLength], bytes[^MacLength..]);
        foreach (var key in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, said), mac))
                return Read(said, key);
        }

        return null;
    }

    private ConsoleVisit? Read(byte[] said, byte[] key)
    {
        var begun = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(said.AsSpan(IdLength)));
        var name = Encoding.UTF8.GetString(said.AsSpan(HeadLength));
        var shown = said.AsSpan(IdLength + TimeLength, KeyLength).ToArray();
        var by = operators.Operators.FirstOrDefault(one => one.Name == name && one.Keys.Any(known => known.Span.SequenceEqual(shown)));
        // Forms carry this, and another site that has somebody's browser send one cannot know it.
        var token = HMACSHA256.HashData(key, (byte[])[.. "form "u8, .. said]);
        return by is not null && clock.GetUtcNow() < begun + Lifetime ? new ConsoleVisit(by, Base64Url.EncodeToString(token)) : null;
    }
}

/// <summary>A signed-in operator's request.</summary>
/// <param name="By">Who.</param>
/// <param name="FormToken">What a form of theirs has to carry.</param>
public sealed record ConsoleVisit(Operator By, string FormToken);
