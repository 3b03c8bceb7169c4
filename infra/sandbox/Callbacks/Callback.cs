using PaymentHub.Sandbox.Faults;

namespace PaymentHub.Sandbox.Callbacks;

/// <summary>A callback to deliver.</summary>
/// <param name="Compose">Makes the request of one attempt: a provider may sign each one anew.</param>
/// <param name="IsAcknowledged">Whether the provider is content with the answer.</param>
internal sealed record Callback(string OrderId, Distortion Faults, Func<CallbackRequest> Compose, Func<CallbackAnswer, bool> IsAcknowledged);
