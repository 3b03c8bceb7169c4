using Microsoft.Extensions.Configuration;
using PaymentHub.Orders;

namespace PaymentHub.Merchants;

/// <summary>Reads the operators from the settings. A mistake puts out that operator alone: the hub serves merchants also without any.</summary>
internal static class OperatorReader
{
    /// <summary>The section of the operators, below the root of all our settings.</summary>
    public const string Section = "Operators";

    public static OperatorDirectory Read(IConfiguration configuration)
    {
        var mistakes = new List<string>();
        var readings = new SettingsReader(configuration.GetSection(DirectoryReader.Root), mistakes)
            .Apart(Section)
            .Select(section => (Section: section, Operator: Read(section)))
            .ToList();

        // With one key for two names, one person could be both of the two that money needs.
        var shared = readings
            .SelectMany(reading => reading.Operator.Keys.Select(key => (Key: Convert.ToHexString(key.Span), reading.Section)))
            .GroupBy(pair => pair.Key, StringComparer.Ordinal)
            .Where(group => group.Count() > 1);
        foreach (var section in shared.SelectMany(group => group.Select(pair => pair.Section).Distinct()))
            section.Mistake("Sha256", "is a key that stands in two places; each operator has keys of their own.");

        mistakes.AddRange(readings.SelectMany(reading => reading.Section.Found).Distinct());
        return new OperatorDirectory([.. readings.Where(reading => reading.Section.Found.Count == 0).Select(reading => reading.Operator)], mistakes);
    }

    private static Operator Read(SettingsReader section)
    {
        if (!Identifiers.IsId(section.Name))
            section.Mistake("is no operator's name: at most 32 lower-case letters and digits, in words joined by single underscores.");
        var keys = ReadKeys(section);
        var roles = ReadRoles(section);
        section.NoOthers();
        return new Operator(section.Name, keys, roles);
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> ReadKeys(SettingsReader section)
    {
        const string WhatItIs = "the SHA-256 of the operator's key in hex; the key itself is never configured";
        IReadOnlyList<string> texts = section.Section("Sha256").GetChildren().Any()
            ? section.Texts("Sha256")
            : [section.RequiredText("Sha256", WhatItIs)];
        if (texts.Count is 0 or > 2)
            section.Mistake("Sha256", $"must be one, or two during a rotation: {WhatItIs}.");
        var hashes = texts.Where(text => text.Length == 64 && text.All(char.IsAsciiHexDigit)).ToList();
        if (texts.Any(text => text.Length > 0 && !hashes.Contains(text)))
            section.Mistake("Sha256", "must be 64 hexadecimal digits.");
        return [.. hashes.Select(hash => (ReadOnlyMemory<byte>)Convert.FromHexString(hash))];
    }

    private static OperatorRoles ReadRoles(SettingsReader section)
    {
        const string WhatItIs = "one or more of view, operate, money, admin, separated by commas";
        var text = section.RequiredText("Roles", WhatItIs);
        var words = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (text.Length > 0 && words.Length == 0)
            section.Mistake("Roles", $"is missing: {WhatItIs}.");

        var roles = OperatorRoles.None;
        foreach (var word in words)
        {
            if (SnakeCaseEnum.TryParse<OperatorRoles>(word, out var role) && role != OperatorRoles.None)
                roles |= role;
            else
                section.Mistake("Roles", $"holds '{word}', but there are only view, operate, money and admin.");
        }

        return roles;
    }
}
