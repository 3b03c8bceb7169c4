using PaymentHub.Sandbox.Faults;

namespace PaymentHub.Sandbox.Withdrawals;

/// <summary>Decides what becomes of a withdrawal that was just taken.</summary>
internal static class WithdrawalScript
{
    /// <summary>How it ends by itself; null when it waits for somebody.</summary>
    public static WithdrawalOutcome? Of(WithdrawalRules rules, Distortion faults)
    {
        if (faults.Has(FaultKind.WithdrawalStays) || rules.Settling == Settling.Manual)
        {
            return null;
        }

        return faults.Has(FaultKind.WithdrawalFails) ? WithdrawalOutcome.Failure
            : faults.Has(FaultKind.WithdrawalRejected) ? WithdrawalOutcome.Rejected
            : rules.Outcome;
    }
}
