using System.Globalization;
using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

public class AmountRuleTests
{
    public static TheoryData<string, string, bool, bool, string, bool> Table =>
        new()
        {
            // expected, tolerance in percent, accepts less, accepts more, received, whether it is taken
            { "10", "0", false, false, "10", true },
            { "10", "0", false, false, "10.000000", true },
            { "10", "0", false, false, "9.999999", false },
            { "10", "0", false, false, "10.000001", false },
            { "10", "1", false, false, "9.9", true },
            { "10", "1", false, false, "9.899999", false },
            { "10", "1", false, false, "10.1", true },
            { "10", "1", false, false, "10.100001", false },
            { "10", "0", true, false, "0.000001", true },
            { "10", "0", true, false, "10.000001", false },
            { "10", "0", false, true, "1000", true },
            { "10", "0", false, true, "9.999999", false },
            { "10", "0.5", true, true, "1", true },
            { "9999999999999999999999999999", "100", false, false, "1", true },
            { "0.0000000000000000000000000001", "0", false, false, "0.0000000000000000000000000002", false },
        };

    [Theory]
    [MemberData(nameof(Table))]
    public void An_amount_is_taken_or_not(string expected, string tolerance, bool less, bool more, string received, bool taken)
    {
        var rule = new AmountRule
        {
            TolerancePercent = Number(tolerance),
            AcceptLess = less,
            AcceptMore = more,
        };

        Assert.Equal(taken, rule.Takes(Number(received), Number(expected)));
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
