namespace PaymentHub.Sandbox.Callbacks;

/// <summary>What the receiver of a callback answered.</summary>
/// <param name="Status">The HTTP status; null when no answer came.</param>
/// <param name="MediaType">The content type without parameters, in lower case.</param>
/// <param name="Error">Why no answer came.</param>
public sealed record CallbackAnswer(int? Status, string? MediaType, string? Body, string? Error);
