using PaymentHub.Sandbox.PayProtocol;

namespace PaymentHub.Sandbox.Control;

/// <summary>Gives a payment order its status.</summary>
internal sealed record PaymentOrderDecision(string OutTradeNo, PaymentStatus Status);
