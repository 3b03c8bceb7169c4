namespace PaymentHub.Merchants;

/// <summary>What an account's withdrawals are held against, from its settings.</summary>
public sealed record WithdrawalRules
{
    /// <summary>No approval, no limits, any address, and never sent again by itself.</summary>
    public static WithdrawalRules None { get; } = new();

    /// <summary>Whether another person has to approve each withdrawal.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>The only addresses that it pays to, in canonical spelling; empty for any.</summary>
    public IReadOnlySet<string> AllowedAddresses { get; init; } = new HashSet<string>();

    /// <summary>The most that one withdrawal may have, by currency, in units of it.</summary>
    public IReadOnlyDictionary<string, decimal> PerWithdrawal { get; init; } = new Dictionary<string, decimal>();

    /// <summary>The most that the withdrawals of one UTC day may have together, by currency, in units of it.</summary>
    public IReadOnlyDictionary<string, decimal> PerDay { get; init; } = new Dictionary<string, decimal>();

    /// <summary>
    /// Whether a withdrawal that the provider has had no trace of over the quiet period is sent again, with the same id. Only right
    /// where the provider refuses an id that it has seen.
    /// </summary>
    public bool ResubmitWhenAbsent { get; init; }
}
