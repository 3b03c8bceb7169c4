namespace PaymentHub.Sandbox.Callbacks;

/// <summary>One try at delivering a callback.</summary>
/// <param name="OrderId">The provider's id of the order (MPay: the merchOrderId).</param>
/// <param name="Number">1 for the first round of a delivery; copies that a fault makes share the number.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Acknowledged">Whether the answer was exactly what the provider asks for.</param>
public sealed record DeliveryAttempt(
    SandboxProvider Provider, string OrderId, int Delivery, int Number, DateTimeOffset At, CallbackRequest Request, CallbackAnswer Answer, bool Acknowledged);
