namespace PaymentHub;

/// <summary>
/// A setting in Azure may be a reference into Key Vault, which the platform replaces by the secret before the app starts. Where it cannot,
/// the app is given the reference itself, and must not take it for the secret.
/// </summary>
internal static class KeyVaultReference
{
    /// <summary>What is wrong with such a setting; to be put behind its name, without a full stop.</summary>
    public const string Mistake =
        "is a Key Vault reference that was not resolved: look at the app's identity, its rights in the vault, and the secret's name";

    /// <summary>Whether a setting's value is a reference that nobody has resolved.</summary>
    public static bool IsUnresolved(string? value) =>
        value is not null && value.AsSpan().TrimStart().StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase);
}
