using PaymentHub.Money;
using PaymentHub.Orders;

namespace PaymentHub.Merchants;

/// <summary>An account's rules for withdrawals, from its settings.</summary>
public sealed record WithdrawalRules
{
    /// <summary>The code of a refusal because the account pays no withdrawals.</summary>
    public const string Off = "withdrawals_off";

    /// <summary>The code of a refusal because of a limit.</summary>
    public const string LimitExceeded = WithdrawalMachine.LimitExceeded;

    /// <summary>The code of a refusal because the address is not in the account's list.</summary>
    public const string AddressNotAllowed = "address_not_allowed";

    /// <summary>No withdrawals at all: the default.</summary>
    public static WithdrawalRules None { get; } = new();

    /// <summary>Whether the account pays withdrawals.</summary>
    public bool On { get; init; }

    /// <summary>Whether another person has to approve each withdrawal.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>How long one may await approval before it is rejected.</summary>
    public TimeSpan ApprovalPeriod { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The only addresses that it pays to, in canonical spelling; empty for any.</summary>
    public IReadOnlySet<string> AllowedAddresses { get; init; } = new HashSet<string>();

    /// <summary>
    /// The most that one withdrawal may have, by currency, in units of it. If there are any, a currency that they do not name is not paid.
    /// </summary>
    public IReadOnlyDictionary<string, decimal> PerWithdrawal { get; init; } = new Dictionary<string, decimal>();

    /// <summary>The most that the withdrawals of one UTC day may have together, by currency, in units of it. The same holds for these.</summary>
    public IReadOnlyDictionary<string, decimal> PerDay { get; init; } = new Dictionary<string, decimal>();

    /// <summary>
    /// Whether a withdrawal that the provider has not known during the quiet period is sent again, with the same id. Only right if the provider
    /// refuses an id that it has seen.
    /// </summary>
    public bool ResubmitWhenAbsent { get; init; }

    /// <summary>
    /// Why a withdrawal is not allowed, except for the day's limit, which needs counting; null if it is allowed. Checked when it is created and with
    /// each intent to send it: rules may have changed since, and an approval can take days.
    /// </summary>
    public Failure? Forbid(decimal amount, string currency, string address)
    {
        if (!On)
            return new Failure(Off, "Withdrawals are switched off for this account.");
        if (PerWithdrawal.Count > 0 && !PerWithdrawal.ContainsKey(currency))
            return new Failure(LimitExceeded, $"The account's limit per withdrawal does not name {currency}, so it cannot be withdrawn.");
        if (PerDay.Count > 0 && !PerDay.ContainsKey(currency))
            return new Failure(LimitExceeded, $"The account's limit per day does not name {currency}, so it cannot be withdrawn.");
        if (PerWithdrawal.TryGetValue(currency, out var max) && amount > max)
            return new Failure(LimitExceeded, $"This account allows at most {Amounts.Format(max)} {currency} per withdrawal.");
        return AllowedAddresses.Count > 0 && !AllowedAddresses.Contains(AddressFormat.Canonical(address))
            ? new Failure(AddressNotAllowed, "This account pays only to the addresses in its list, and this is not one of them.")
            : null;
    }
}

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
