using PaymentHub.Sandbox.PayProtocol;

namespace PaymentHub.Sandbox.Control;

/// <summary>Gives a recharge its status.</summary>
internal sealed record Settlement(int RechargeId, RechargeStatus Status);
