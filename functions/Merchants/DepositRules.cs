using PaymentHub.Money;
using PaymentHub.Orders;

namespace PaymentHub.Merchants;

/// <summary>An account's rules for deposits with a payment page, from its settings.</summary>
public sealed record DepositRules
{
    /// <summary>An hour to pay, and exactly what was asked for.</summary>
    public static DepositRules Usual { get; } = new();

    /// <summary>How long a payer has to pay.</summary>
    public TimeSpan PageLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What becomes of another amount than was asked for.</summary>
    public AmountRule Amounts { get; init; } = AmountRule.Exact;
}

/// <summary>Reads an account's rules for deposits with a payment page.</summary>
internal static class DepositRulesReader
{
    public static DepositRules Read(SettingsReader account) =>
        new()
        {
            PageLifetime = account.Span("PageLifetime", TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(30)),
            Amounts = new AmountRule
            {
                TolerancePercent = Percent(account, "AmountTolerance"),
                AcceptLess = Accepts(account, "Underpaid"),
                AcceptMore = Accepts(account, "Overpaid"),
            },
        };

    private static decimal Percent(SettingsReader account, string name)
    {
        if (account.Text(name) is not { } text)
            return 0;
        if (Amounts.ReadPlain(text, out var percent) == AmountReading.Exact && percent <= 100)
            return percent;
        account.Mistake(name, $"is '{text}', but must be a percentage from 0 to 100, for instance 0.5.");
        return 0;
    }

    private static bool Accepts(SettingsReader account, string name)
    {
        var word = account.Text(name) ?? "review";
        if (word is not ("review" or "accept"))
            account.Mistake(name, $"is '{word}', but must be review or accept.");
        return word == "accept";
    }
}
