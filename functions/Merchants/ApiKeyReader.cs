using PaymentHub.Orders;

namespace PaymentHub.Merchants;

/// <summary>Reads a merchant's API keys from its settings.</summary>
internal static class ApiKeyReader
{
    public static IReadOnlyList<ApiKey> Read(SettingsReader merchant)
    {
        var keys = merchant.Sections("ApiKeys").Select(ReadKey).ToList();
        foreach (var owner in keys.Where(key => key.Owner.Length > 0).GroupBy(key => key.Owner, StringComparer.Ordinal))
        {
            var roles = owner.Aggregate(Roles.None, (sum, key) => sum | key.Roles);
            if (roles.HasFlag(Roles.Withdrawals | Roles.Approver))
                merchant.Mistake("ApiKeys", $"gives '{owner.Key}' both withdrawals and approver; two different owners must hold them.");
        }

        return keys;
    }

    private static ApiKey ReadKey(SettingsReader key)
    {
        var hash = key.RequiredText("Sha256", "the SHA-256 of an API key in hex; the key itself is never configured");
        var owner = key.RequiredText("Owner", "the person or system whose key it is");
        var roles = ReadRoles(key);
        key.NoOthers();
        if (hash.Length == 64 && hash.All(char.IsAsciiHexDigit))
            return new ApiKey(Convert.FromHexString(hash), owner, roles);
        if (hash.Length > 0)
            key.Mistake("Sha256", "must be 64 hexadecimal digits.");
        return new ApiKey(default, owner, roles);
    }

    private static Roles ReadRoles(SettingsReader key)
    {
        const string WhatItIs = "one or more of read, deposits, withdrawals, approver, separated by commas";
        var text = key.RequiredText("Roles", WhatItIs);
        var words = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (text.Length > 0 && words.Length == 0)
            key.Mistake("Roles", $"is missing: {WhatItIs}.");

        var roles = Roles.None;
        foreach (var word in words)
        {
            if (SnakeCaseEnum.TryParse<Roles>(word, out var role) && role != Roles.None)
                roles |= role;
            else
                key.Mistake("Roles", $"holds '{word}', but there are only read, deposits, withdrawals and approver.");
        }

        return roles;
    }
}
