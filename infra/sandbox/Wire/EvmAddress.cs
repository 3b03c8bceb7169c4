using System.Text;

namespace PaymentHub.Sandbox.Wire;

/// <summary>Ethereum and BSC addresses: 0x and 40 hex digits, in the mixed case of EIP-55.</summary>
internal static class EvmAddress
{
    /// <summary>Whether a text is an address; one in mixed case must have the case of EIP-55.</summary>
    public static bool IsOne(string text) =>
        text is ['0', 'x', .. var digits] && digits.Length == 40 && digits.All(char.IsAsciiHexDigit)
        && (!digits.Any(char.IsAsciiLetterUpper) || !digits.Any(char.IsAsciiLetterLower) || From(Convert.FromHexString(digits)) == text);

    /// <param name="account">The 20 bytes of the account.</param>
    public static string From(ReadOnlySpan<byte> account)
    {
        var lower = Convert.ToHexStringLower(account);
        var hash = Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(lower)));
        return "0x" + string.Concat(lower.Zip(hash, static (digit, nibble) => nibble >= '8' ? char.ToUpperInvariant(digit) : digit));
    }
}
