using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.MPay;

/// <summary>The error codes are the sandbox's own: the provider's list is not public.</summary>
internal static class MPayErrors
{
    public static Answer WrongMerchant { get; } = MPayEndpoints.Refuse(1001, "wrong_key");

    public static Answer BadKey { get; } = MPayEndpoints.Refuse(1002, "bad_signature");

    public static Answer Stale { get; } = MPayEndpoints.Refuse(1003, "stale_timestamp");

    public static Answer Unreadable { get; } = MPayEndpoints.Refuse(1004, "undecipherable");

    public static Answer Parameter { get; } = MPayEndpoints.Refuse(1005, "parameter");

    public static Answer OrderExists { get; } = MPayEndpoints.Refuse(1006, "merchOrderId exists");

    public static Answer OrderNotFound { get; } = MPayEndpoints.Refuse(1007, "order not found");
}
