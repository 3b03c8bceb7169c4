using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace PaymentHub.Sandbox.Wire;

/// <summary>Amounts as text, never through a floating-point number.</summary>
internal static partial class AmountText
{
    /// <summary>"10.5" at 6 decimals is "10500000".</summary>
    /// <exception cref="ArgumentException">Not a plain decimal number, or finer than the currency.</exception>
    public static string ToSmallestUnits(string amount, int decimals)
    {
        var parts = Plain().IsMatch(amount) ? amount.Split('.') : throw new ArgumentException($"'{amount}' is not an amount.", nameof(amount));
        var fraction = parts.Length == 2 ? parts[1].TrimEnd('0') : "";
        if (fraction.Length > decimals)
        {
            throw new ArgumentException($"'{amount}' is finer than {decimals} decimals.", nameof(amount));
        }

        return BigInteger.Parse(parts[0] + fraction.PadRight(decimals, '0'), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>"10500000" at 6 decimals is "10.5": for people to read.</summary>
    public static string FromSmallestUnits(string units, int decimals)
    {
        var digits = units.PadLeft(decimals + 1, '0');
        return $"{digits[..^decimals]}.{digits[^decimals..]}".TrimEnd('0').TrimEnd('.');
    }

    /// <summary>The text, when it may stand in JSON as a number.</summary>
    public static string JsonNumber(string amount) =>
        Number().IsMatch(amount) ? amount : throw new ArgumentException($"'{amount}' is not a JSON number.", nameof(amount));

    [GeneratedRegex(@"^[0-9]{1,60}(\.[0-9]{1,60})?\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"^-?(0|[1-9][0-9]{0,60})(\.[0-9]{1,60})?([eE][+-]?[0-9]{1,3})?\z")]
    private static partial Regex Number();
}
