using System.Net;
using System.Net.Sockets;
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
        var read = new ApiKey(default, owner, ReadRoles(key))
        {
            Id = key.Name,
            ExpiresAt = ReadExpiry(key),
            Addresses = ReadAddresses(key),
        };
        key.NoOthers();
        if (hash.Length == 64 && hash.All(char.IsAsciiHexDigit))
            return read with { Sha256 = Convert.FromHexString(hash) };
        if (hash.Length > 0)
            key.Mistake("Sha256", "must be 64 hexadecimal digits.");
        return read;
    }

    private static DateTimeOffset? ReadExpiry(SettingsReader key)
    {
        if (key.Text("Expires") is not { } text)
            return null;
        if (Timestamps.Read(text) is { } time)
            return time;
        key.Mistake("Expires", "must be a day (2026-05-01) or an RFC 3339 time with its zone (2026-05-01T12:00:00Z).");
        return null;
    }

    private static List<IPNetwork> ReadAddresses(SettingsReader key)
    {
        var ranges = new List<IPNetwork>();
        foreach (var part in (key.Text("Addresses") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(part, out var range))
            {
                ranges.Add(range);
            }
            else if (IPAddress.TryParse(part, out var address) && !part.Contains('/', StringComparison.Ordinal))
            {
                ranges.Add(new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128));
            }
            else
            {
                key.Mistake(
                    "Addresses",
                    "must be addresses or ranges of them in CIDR notation, separated by commas: 198.51.100.7, 203.0.113.0/24, 2001:db8::/32."
                );
            }
        }

        return ranges;
    }

    private static Roles ReadRoles(SettingsReader key)
    {
        const string WhatItIs = "one or more of read, deposits, withdrawals, approver, admin, separated by commas";
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
                key.Mistake("Roles", $"holds '{word}', but there are only read, deposits, withdrawals, approver and admin.");
        }

        return roles;
    }
}
