using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Sandbox.Control;

/// <summary>Ends a withdrawal at the gateway, by either id.</summary>
internal sealed record GatewayDecision(WithdrawalOutcome Outcome)
{
    public int? Id { get; init; }

    public string? OrderId { get; init; }
}
