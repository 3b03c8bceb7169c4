using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Merchants;

/// <summary>
/// The hub's own secrets, from which the keys of everything that it seals are derived. The first is the current one; a second stands there
/// during a rotation, so that what was sealed under it still opens.
/// </summary>
public sealed class MasterKeys
{
    /// <summary>None is configured: nothing can be sealed.</summary>
    public static readonly MasterKeys None = new([]);

    private const string Setting = "MasterKeys";
    private const int Length = 32;
    private const int Max = 2;

    public MasterKeys(IReadOnlyList<byte[]> all) => All = all;

    /// <summary>The keys, 32 bytes each, the current one first; empty when none is configured.</summary>
    public IReadOnlyList<byte[]> All { get; }

    /// <summary>A key for one purpose from each of them, so that what one purpose gives away is nothing to another.</summary>
    public IReadOnlyList<byte[]> Derive(string purpose, int length) =>
        [.. All.Select(key => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, length, info: Encoding.UTF8.GetBytes(purpose)))];

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
}
