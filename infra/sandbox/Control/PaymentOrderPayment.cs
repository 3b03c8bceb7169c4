using PaymentHub.Sandbox.PayProtocol;

namespace PaymentHub.Sandbox.Control;

/// <summary>Pays to a payment order's address.</summary>
internal sealed record PaymentOrderPayment(string OutTradeNo)
{
    /// <summary>null: what is missing.</summary>
    public string? Amount { get; init; }

    public RechargeStatus Status { get; init; }
}
