namespace PaymentHub.Merchants;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">The field's name as it is on the wire.</param>
/// <param name="Message">A sentence.</param>
public sealed record FieldError(string Field, string Message);
