namespace PaymentHub.Orders;

/// <summary>Why an order failed, in the provider's words.</summary>
/// <param name="Code">The provider's code, as text.</param>
/// <param name="Message">The provider's message; may be empty.</param>
public sealed record Failure(string Code, string Message);
