using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The error codes are the sandbox's own: the provider's list is not public.</summary>
internal static class PayProtocolErrors
{
    public static Answer UserNotFound { get; } = PayProtocolWire.Error(10003, "user not found");

    public static Answer RechargeNotFound { get; } = PayProtocolWire.Error(10004, "recharge not found");

    public static Answer NothingToNotify { get; } = PayProtocolWire.Error(10005, "nothing to tell yet");

    public static Answer WithdrawalNotFound { get; } = PayProtocolWire.Error(10006, "withdrawal not found");

    public static Answer PaymentNotFound { get; } = PayProtocolWire.Error(10008, "payment not found");

    public static Answer Parameter(string name) => PayProtocolWire.Error(10001, $"parameter error: {name}");

    public static Answer Unauthorized(string reason) => PayProtocolWire.Error(401, reason, StatusCodes.Status401Unauthorized);
}
