using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Tests.Support;

/// <summary>An operator with a key.</summary>
internal sealed record TestOperator(string Name, string Roles)
{
    public string Key { get; } = RandomNumberGenerator.GetHexString(40, lowercase: true);

    /// <summary>The operator's settings.</summary>
    public Dictionary<string, string?> Settings() =>
        new() { [$"PaymentHub:Operators:{Name}:Sha256"] = Hash(Key), [$"PaymentHub:Operators:{Name}:Roles"] = Roles };

    /// <summary>What is configured of a key.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
