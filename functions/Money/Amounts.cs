using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace PaymentHub.Money;

/// <summary>Amounts as text: exact decimals in, plain digits out. Nothing is rounded, and nothing uses floating point.</summary>
public static partial class Amounts
{
    /// <summary>The significant digits that a <see cref="decimal"/> always keeps exactly.</summary>
    public const int MaxSignificantDigits = 28;

    // A longer number is none that can be kept exactly, and only costs time to look at.
    private const int MaxLength = 128;

    /// <summary>Writes an amount as plain digits: no exponent, no needless zeros ("10", "0.58").</summary>
    public static string Format(decimal amount)
    {
        var text = amount.ToString(CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }

    /// <summary>How many decimals an amount needs: 0 for 10.00, 2 for 0.580.</summary>
    public static int Decimals(decimal amount) =>
        Format(amount) is var text && text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? text.Length - point - 1 : 0;

    /// <summary>Reads digits with an optional fraction ("51", "0.58"); no sign, exponent or spaces.</summary>
    /// <param name="text">The text as received.</param>
    /// <param name="amount">The exact value when the answer is <see cref="AmountReading.Exact"/>.</param>
    public static AmountReading ReadPlain(string? text, out decimal amount)
    {
        amount = 0;
        return text is { Length: > 0 } && Plain().IsMatch(text) ? ReadJsonNumber(text, out amount) : AmountReading.NotAnAmount;
    }

    /// <summary>Reads a JSON number in any spelling that JSON allows (51, 51.0, 5.1e1).</summary>
    /// <param name="text">The number's text as it stood in the JSON.</param>
    /// <param name="amount">The exact value when the answer is <see cref="AmountReading.Exact"/>.</param>
    public static AmountReading ReadJsonNumber(string? text, out decimal amount)
    {
        amount = 0;
        if (text is not { Length: > 0 } || JsonNumber().Match(text) is not { Success: true } match)
            return AmountReading.NotAnAmount;
        if (match.Groups["sign"].Length > 0)
            return AmountReading.NotAnAmount;
        if (text.Length > MaxLength)
            return AmountReading.OutOfRange;
        // An exponent of more than three digits is far outside what a decimal holds, whatever the digits.
        var exponent = match.Groups["exponent"];
        if (exponent.Success && exponent.Value.TrimStart('+', '-').TrimStart('0').Length > 3)
            return AmountReading.OutOfRange;

        var fraction = match.Groups["fraction"].Value;
        var digits = BigInteger.Parse(match.Groups["whole"].Value + fraction, CultureInfo.InvariantCulture);
        var scale = fraction.Length - (exponent.Success ? int.Parse(exponent.Value, CultureInfo.InvariantCulture) : 0);
        return Exact(digits, scale, out amount);
    }

    /// <summary>Reads an integer text in a currency's smallest units.</summary>
    /// <param name="text">Digits only, for instance "10000000".</param>
    /// <param name="decimals">How many decimals the currency has: the value is text × 10^−decimals.</param>
    /// <param name="amount">The exact value when the answer is <see cref="AmountReading.Exact"/>.</param>
    public static AmountReading ReadSmallestUnits(string? text, int decimals, out decimal amount)
    {
        amount = 0;
        if (text is not { Length: > 0 } || !text.All(char.IsAsciiDigit))
            return AmountReading.NotAnAmount;
        return text.Length > MaxLength ? AmountReading.OutOfRange : Exact(BigInteger.Parse(text, CultureInfo.InvariantCulture), decimals, out amount);
    }

    private static AmountReading Exact(BigInteger digits, int scale, out decimal amount)
    {
        amount = 0;
        if (digits.IsZero)
            return AmountReading.Exact;
        while (scale > 0 && digits % 10 == 0)
        {
            digits /= 10;
            scale--;
        }

        if (scale < -MaxSignificantDigits)
            return AmountReading.OutOfRange;
        if (scale < 0)
        {
            digits *= BigInteger.Pow(10, -scale);
            scale = 0;
        }

        if (scale > MaxSignificantDigits || digits >= BigInteger.Pow(10, MaxSignificantDigits))
            return AmountReading.OutOfRange;

        amount = (decimal)digits;
        while (scale-- > 0)
            amount /= 10;
        return AmountReading.Exact;
    }

    // \z and not $, which would let a line break at the end pass.
    [GeneratedRegex(@"\A[0-9]+(\.[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A(?<sign>-?)(?<whole>[0-9]+)(\.(?<fraction>[0-9]+))?([eE](?<exponent>[+-]?[0-9]+))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex JsonNumber();
}

/// <summary>What reading an amount's text came to.</summary>
public enum AmountReading
{
    /// <summary>The decimal holds exactly what the text says.</summary>
    Exact,

    /// <summary>A number, but one that a decimal cannot hold exactly (more than 28 significant digits).</summary>
    OutOfRange,

    /// <summary>Not an amount: no number, or a negative one.</summary>
    NotAnAmount,
}
