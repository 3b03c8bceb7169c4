namespace PaymentHub.Sandbox.Withdrawals;

/// <summary>How a provider treats withdrawals, unless a fault says otherwise for one of them.</summary>
public sealed record WithdrawalRules
{
    public Settling Settling { get; init; }

    /// <summary>How long an automatic withdrawal stays open after it was answered (not scaled).</summary>
    public TimeSpan SettleAfter { get; init; }

    /// <summary>How automatic withdrawals end.</summary>
    public WithdrawalOutcome Outcome { get; init; }

    public RepeatedWithdrawal Repeated { get; init; }
}
