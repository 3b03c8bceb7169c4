using System.Text.RegularExpressions;

namespace PaymentHub.Merchants;

/// <summary>The forms of names that people choose.</summary>
public static partial class Identifiers
{
    /// <summary>Ids of merchants, accounts and endpoints. They are parts of setting names, where two underscores separate.</summary>
    public static bool IsId(string text) => text.Length <= 32 && Id().IsMatch(text);

    /// <summary>A merchant's own ids: customer_id and reference.</summary>
    public static bool IsMerchantText(string text) => MerchantText().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9]+(_[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex(@"^[A-Za-z0-9._:@-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex MerchantText();
}
