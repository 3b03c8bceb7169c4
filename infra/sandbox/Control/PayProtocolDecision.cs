using PaymentHub.Sandbox.PayProtocol;

namespace PaymentHub.Sandbox.Control;

/// <summary>Gives a Pay Protocol withdrawal its status, by either id.</summary>
internal sealed record PayProtocolDecision(WithdrawStatus Status)
{
    public int? WithdrawId { get; init; }

    public string? OutTradeNo { get; init; }
}
