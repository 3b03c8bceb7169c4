using PaymentHub.Money;

namespace PaymentHub.Merchants;

/// <summary>Reads an account's rules for withdrawals.</summary>
internal static class WithdrawalRulesReader
{
    public static WithdrawalRules Read(SettingsReader account)
    {
        var approval = account.Text("Approval") ?? "none";
        if (approval is not ("none" or "required"))
            account.Mistake("Approval", $"is '{approval}', but must be none or required.");
        var withdrawals = account.Text("Withdrawals") ?? "off";
        if (withdrawals is not ("on" or "off"))
            account.Mistake("Withdrawals", $"is '{withdrawals}', but must be on or off.");
        return new WithdrawalRules
        {
            On = withdrawals == "on",
            NeedsApproval = approval == "required",
            ApprovalPeriod = account.Span("ApprovalPeriod", TimeSpan.FromDays(7), TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(90)),
            AllowedAddresses = Parts(account.Text("AllowedAddresses")).Select(AddressFormat.Canonical).ToHashSet(StringComparer.Ordinal),
            PerWithdrawal = Amounts(account, "LimitPerWithdrawal"),
            PerDay = Amounts(account, "LimitPerDay"),
            ResubmitWhenAbsent = account.Flag("ResubmitWhenAbsent", otherwise: false),
        };
    }

    /// <summary>Amounts by currency: "500 USDT, 0.5 ETH".</summary>
    private static Dictionary<string, decimal> Amounts(SettingsReader account, string name)
    {
        var amounts = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in Parts(account.Text(name)))
        {
            if (
                part.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var digits, var currency]
                || Money.Amounts.ReadPlain(digits, out var amount) != AmountReading.Exact
            )
            {
                account.Mistake(name, $"holds '{part}', but must be amounts with their currency, separated by commas: 500 USDT, 0.5 ETH.");
            }
            else if (!amounts.TryAdd(currency, amount))
            {
                account.Mistake(name, $"names {currency} twice.");
            }
        }

        return amounts;
    }

    private static string[] Parts(string? text) => text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
