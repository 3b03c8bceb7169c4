using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Merchants;

/// <summary>
/// The hub's own secrets, from which all encryption keys are derived. The first is the current one; a second exists during a rotation, so that data
/// encrypted with it can still be decrypted.
/// </summary>
public sealed class MasterKeys
{
    /// <summary>None is configured: nothing can be sealed.</summary>
    public static readonly MasterKeys None = new([]);

    private const string Setting = "MasterKeys";
    private const int Length = 32;
    private const int Max = 2;

    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>Those that seal the directory's secrets, and what names them: made from them, and telling nothing of them.</summary>
    private readonly IReadOnlyList<(string Id, byte[] Key)> _sealing;

    public MasterKeys(IReadOnlyList<byte[]> all)
    {
        All = all;
        _sealing = [.. Derive("directory", Length).Select(key => (IdOf(key), key))];
    }

    /// <summary>Whether there is a key.</summary>
    public bool Any => All.Count > 0;

    /// <summary>Names the key that seals.</summary>
    public string Current => _sealing[0].Id;

    /// <summary>The keys, 32 bytes each, the current one first; empty when none is configured.</summary>
    public IReadOnlyList<byte[]> All { get; }

    /// <summary>A key for one purpose from each of them, so that what one purpose gives away is nothing to another.</summary>
    public IReadOnlyList<byte[]> Derive(string purpose, int length) =>
        [.. All.Select(key => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, length, info: Encoding.UTF8.GetBytes(purpose)))];

    /// <summary>Encrypts a text for its place: nowhere else it can be opened.</summary>
    /// <param name="place">Where it will stand: partition, row and field.</param>
    public string Seal(string text, (string Partition, string Row, string Field) place)
    {
        var (id, key) = _sealing[0];
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
        if (_sealing.FirstOrDefault(one => one.Id == SealedBy(text)) is not { Key: { } key })
            return null;
        var all = new byte[text.Length];
        if (
            !Convert.TryFromBase64String(text[(text.IndexOf('.', StringComparison.Ordinal) + 1)..], all, out var length)
            || length < NonceLength + TagLength
        )
        {
            return null;
        }

        var plain = new byte[length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(
                all.AsSpan(0, NonceLength),
                all.AsSpan(NonceLength + TagLength, plain.Length),
                all.AsSpan(NonceLength, TagLength),
                plain,
                Associated(place)
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Names the key that has sealed a text.</summary>
    public static string SealedBy(string text) => text.Split('.')[0];

    /// <summary>Nothing of what it holds.</summary>
    public override string ToString() => $"{All.Count} master key(s)";

    internal static MasterKeys Read(SettingsReader root)
    {
        var texts = root.Texts(Setting);
        if (texts.Count > Max)
            root.Mistake(Setting, "may be one key, or two during a rotation (newest first).");
        return new([.. texts.Select((text, i) => Read(root, text, i))]);
    }

    private static byte[] Read(SettingsReader root, string text, int index)
    {
        var bytes = new byte[Length + 1];
        if (Convert.TryFromBase64String(text, bytes, out var length) && length == Length)
            return bytes[..Length];
        root.Mistake($"{Setting}__{index}", $"must be {Length} random bytes in base64.");
        return [];
    }

    // Neither partitions nor rows nor fields hold a line break.
    private static byte[] Associated((string Partition, string Row, string Field) place) =>
        Encoding.UTF8.GetBytes($"{place.Partition}\n{place.Row}\n{place.Field}");

    // 64 bits of a hash over 256 random ones.
    private static string IdOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 8));
}
