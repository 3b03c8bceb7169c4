using System.Security.Cryptography;
using System.Text.Json;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Rules;

/// <summary>The settings of local.settings.example.json.</summary>
internal static class ExampleSettings
{
    /// <summary>The names as they stand there, and their values.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Read();

    /// <summary>Names as configuration has them, with a valid value for every placeholder.</summary>
    public static Dictionary<string, string?> Filled()
    {
        using var key = RSA.Create(2048);
        return All.ToDictionary(
            pair => pair.Key.Replace("__", ":", StringComparison.Ordinal),
            pair => pair.Value.StartsWith('<') ? Fill(pair.Key, key) : pair.Value,
            StringComparer.OrdinalIgnoreCase
        );
    }

    private static string? Fill(string name, RSA key) =>
        name switch
        {
            _ when name.EndsWith("__Sha256", StringComparison.Ordinal) => new string('a', 64),
            _ when name.Contains("__Secrets__", StringComparison.Ordinal) => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            _ when name.Contains("__CallbackIds__", StringComparison.Ordinal) => RandomNumberGenerator.GetHexString(32),
            _ when name.Contains("__MasterKeys__", StringComparison.Ordinal) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            _ when name.EndsWith("__PrivateKey", StringComparison.Ordinal) => Convert.ToBase64String(key.ExportPkcs8PrivateKey()),
            _ when name.EndsWith("PublicKey", StringComparison.Ordinal) => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()),
            _ => "123456",
        };

    private static Dictionary<string, string> Read()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "local.settings.example.json")));
        return json
            .RootElement.GetProperty("Values")
            .EnumerateObject()
            .ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!, StringComparer.Ordinal);
    }
}
