using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Merchants;

/// <summary>
/// The hub's own secrets, under which the directory's are stored, and from which the keys of what else it seals are derived: one, or two while
/// it is being changed. The first one seals, any opens. A class and not a record: a record would print its secrets.
/// </summary>
public sealed class MasterKeys
{
    private const string Setting = "MasterKeys";
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly IReadOnlyList<(string Id, byte[] Key)> _keys;

    public MasterKeys(IReadOnlyList<byte[]> keys) => _keys = [.. keys.Select(key => (IdOf(key), key))];

    /// <summary>No key: nothing can be stored, nor read.</summary>
    public static MasterKeys None { get; } = new([]);

    /// <summary>Whether there is a key.</summary>
    public bool Any => _keys.Count > 0;

    /// <summary>Names the key that seals. It is made from the key and tells nothing of it.</summary>
    public string Current => _keys[0].Id;

    /// <summary>A key for one purpose from each of them, the current one first, so that what one purpose gives away is nothing to another.</summary>
    public IReadOnlyList<byte[]> Derive(string purpose, int length) =>
        [.. _keys.Select(one => HKDF.DeriveKey(HashAlgorithmName.SHA256, one.Key, length, info: Encoding.UTF8.GetBytes(purpose)))];

    /// <summary>Reads them from the hub's settings.</summary>
    public static MasterKeys Read(SettingsReader root)
    {
        var texts = root.Texts(Setting);
        if (texts.Count > 2)
            root.Mistake(Setting, "must be one key, or two during a rotation (newest first).");
        var keys = new List<byte[]>();
        foreach (var text in texts)
        {
            var bytes = new byte[text.Length];
            if (Convert.TryFromBase64String(text, bytes, out var length) && length == KeyLength)
                keys.Add(bytes[..length]);
            else
                root.Mistake(Setting, $"must each be {KeyLength} random bytes in base64.");
        }

        return new MasterKeys(keys);
    }

    /// <summary>Encrypts a text for its place: nowhere else it can be opened.</summary>
    /// <param name="place">Where it will stand: partition, row and field.</param>
    public string Seal(string text, (string Partition, string Row, string Field) place)
    {
        var (id, key) = _keys[0];
        var plain = Encoding.UTF8.GetBytes(text);
        var all = new byte[NonceLength + TagLength + plain.Length];
        RandomNumberGenerator.Fill(all.AsSpan(0, NonceLength));
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(all.AsSpan(0, NonceLength), plain, all.AsSpan(NonceLength + TagLength), all.AsSpan(NonceLength, TagLength), Associated(place));
        return $"{id}.{Convert.ToBase64String(all)}";
    }

    /// <summary>Decrypts what was sealed for this place; null when none of the keys did it, or it was altered or stood elsewhere.</summary>
    public string? Open(string text, (string Partition, string Row, string Field) place)
    {
        if (_keys.FirstOrDefault(one => one.Id == SealedBy(text)) is not { Key: { } key })
            return null;
        var all = new byte[text.Length];
        if (!Convert.TryFromBase64String(text[(text.IndexOf('.', StringComparison.Ordinal) + 1)..], all, out var length) || length < NonceLength + TagLength)
            return null;
        var plain = new byte[length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(all.AsSpan(0, NonceLength), all.AsSpan(NonceLength + TagLength, plain.Length), all.AsSpan(NonceLength, TagLength), plain, Associated(place));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Names the key that has sealed a text.</summary>
    public static string SealedBy(string text) => text.Split('.')[0];

    public override string ToString() => $"{_keys.Count} master key(s)";

    // Neither partitions nor rows nor fields hold a line break.
    private static byte[] Associated((string Partition, string Row, string Field) place) => Encoding.UTF8.GetBytes($"{place.Partition}\n{place.Row}\n{place.Field}");

    // 64 bits of a hash over 256 random ones.
    private static string IdOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData([.. "paymenthub master key"u8, .. key]).AsSpan(0, 8));
}
