using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Sandbox.Control;

/// <summary>Changes how a provider treats withdrawals; what is left out stays.</summary>
internal sealed record NewWithdrawalRules(SandboxProvider Provider)
{
    public Settling? Settling { get; init; }

    public TimeSpan? SettleAfter { get; init; }

    public WithdrawalOutcome? Outcome { get; init; }

    public RepeatedWithdrawal? Repeated { get; init; }

    public WithdrawalRules Over(WithdrawalRules rules) => new()
    {
        Settling = Settling ?? rules.Settling,
        SettleAfter = SettleAfter ?? rules.SettleAfter,
        Outcome = Outcome ?? rules.Outcome,
        Repeated = Repeated ?? rules.Repeated,
    };
}
