using PaymentHub.Sandbox.MPay;

namespace PaymentHub.Sandbox.Control;

/// <summary>Gives an MPay payout its status, by either id.</summary>
internal sealed record MPayDecision(MPayStatus Status)
{
    public string? Id { get; init; }

    public string? MerchOrderId { get; init; }
}
