using System.Globalization;
using PaymentHub.Money;

namespace PaymentHub.Tests.Money;

public sealed class AmountsTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("10.00", 0)]
    [InlineData("100", 0)]
    [InlineData("0.580", 2)]
    [InlineData("0.0000000000000000000000000001", 28)]
    public void Needless_zeros_are_no_decimals(string amount, int decimals)
    {
        Assert.Equal(decimals, Amounts.Decimals(decimal.Parse(amount, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("10", "10")]
    [InlineData("10.00", "10")]
    [InlineData("0.580", "0.58")]
    [InlineData("100", "100")]
    [InlineData("0", "0")]
    [InlineData("0.00", "0")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("9999999999999999999999999999", "9999999999999999999999999999")]
    public void Amounts_are_written_as_plain_digits_without_needless_zeros(string value, string expected)
    {
        Assert.Equal(expected, Amounts.Format(decimal.Parse(value, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("51", "51")]
    [InlineData("51.0", "51")]
    [InlineData("5.1e1", "51")]
    [InlineData("5.1E+1", "51")]
    [InlineData("510e-1", "51")]
    [InlineData("0.58", "0.58")]
    [InlineData("58e-2", "0.58")]
    [InlineData("0", "0")]
    [InlineData("0e999999", "0", AmountReading.OutOfRange)]
    [InlineData("0.1000000000000000000000000000000", "0.1")]
    [InlineData("1e27", "1000000000000000000000000000")]
    [InlineData("1e-28", "0.0000000000000000000000000001")]
    [InlineData("9999999999999999999999999999", "9999999999999999999999999999")]
    public void A_JSON_number_is_read_exactly_in_every_spelling(string text, string expected, AmountReading reading = AmountReading.Exact)
    {
        Assert.Equal(reading, Amounts.ReadJsonNumber(text, out var amount));
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), amount);
    }

    [Theory]
    [InlineData("10000000000000000000000000000")]
    [InlineData("99999999999999999999999999999")]
    [InlineData("1.2345678901234567890123456789")]
    [InlineData("1e28")]
    [InlineData("1e-29")]
    [InlineData("1e999999")]
    [InlineData("1e-999999")]
    [InlineData("1e99999999999999999999")]
    public void A_number_that_a_decimal_cannot_hold_exactly_is_out_of_range_and_never_rounded(string text)
    {
        Assert.Equal(AmountReading.OutOfRange, Amounts.ReadJsonNumber(text, out var amount));
        Assert.Equal(0m, amount);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("-0")]
    [InlineData("+1")]
    [InlineData("1,5")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1\n")]
    [InlineData("١")]
    public void What_is_no_number_is_no_amount(string? text)
    {
        Assert.Equal(AmountReading.NotAnAmount, Amounts.ReadJsonNumber(text, out _));
    }

    [Theory]
    [InlineData("51", "51")]
    [InlineData("51.50", "51.5")]
    [InlineData("007", "7")]
    public void Plain_digits_are_read_exactly(string text, string expected)
    {
        Assert.Equal(AmountReading.Exact, Amounts.ReadPlain(text, out var amount));
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), amount);
    }

    [Theory]
    [InlineData("5.1e1")]
    [InlineData("-5")]
    [InlineData("5 ")]
    [InlineData("5\n")]
    [InlineData("5.")]
    [InlineData("１")]
    [InlineData("")]
    public void Plain_digits_allow_nothing_else(string text)
    {
        Assert.Equal(AmountReading.NotAnAmount, Amounts.ReadPlain(text, out _));
    }

    [Theory]
    [InlineData("10000000", 6, "10")]
    [InlineData("1", 6, "0.000001")]
    [InlineData("1", 18, "0.000000000000000001")]
    [InlineData("1000000000000000000", 18, "1")]
    [InlineData("10000000000000000000000000000000000000", 36, "10")]
    [InlineData("5", 0, "5")]
    [InlineData("0", 18, "0")]
    public void Smallest_units_are_divided_exactly(string text, int decimals, string expected)
    {
        Assert.Equal(AmountReading.Exact, Amounts.ReadSmallestUnits(text, decimals, out var amount));
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), amount);
    }

    [Theory]
    [InlineData("12345678901234567890123456789", 6, AmountReading.OutOfRange)]
    [InlineData("1", 29, AmountReading.OutOfRange)]
    [InlineData("1.5", 6, AmountReading.NotAnAmount)]
    [InlineData("-1", 6, AmountReading.NotAnAmount)]
    [InlineData("1e3", 6, AmountReading.NotAnAmount)]
    [InlineData("", 6, AmountReading.NotAnAmount)]
    public void Smallest_units_are_an_integer_that_a_decimal_can_hold(string text, int decimals, AmountReading expected)
    {
        Assert.Equal(expected, Amounts.ReadSmallestUnits(text, decimals, out _));
    }

    [Fact]
    public void A_text_of_endless_digits_is_not_looked_at()
    {
        Assert.Equal(AmountReading.OutOfRange, Amounts.ReadJsonNumber(new string('9', 30_000), out _));
        Assert.Equal(AmountReading.OutOfRange, Amounts.ReadJsonNumber("1." + new string('0', 20_000), out _));
        Assert.Equal(AmountReading.OutOfRange, Amounts.ReadPlain(new string('9', 30_000), out _));
        Assert.Equal(AmountReading.OutOfRange, Amounts.ReadSmallestUnits(new string('9', 30_000), 6, out _));
        Assert.Equal(AmountReading.NotAnAmount, Amounts.ReadJsonNumber(new string('9', 30_000) + "x", out _));
    }
}
