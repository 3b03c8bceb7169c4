namespace PaymentHub.Sandbox.Withdrawals;

/// <summary>How a withdrawal ends. A provider that knows no rejection tells it as a failure.</summary>
public enum WithdrawalOutcome
{
    Success,
    Failure,
    Rejected,
}
