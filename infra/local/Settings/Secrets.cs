using System.Security.Cryptography;

namespace PaymentHub.Local.Settings;

/// <summary>Random texts that nobody can guess.</summary>
internal static class Secrets
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Letters and digits, almost 6 bits each.</summary>
    public static string Letters(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    /// <summary>A master key of the hub's: 32 bytes in base64.</summary>
    public static string Key() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>A signing secret as Standard Webhooks writes it.</summary>
    public static string Webhook() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
