namespace PaymentHub.Orders;

/// <summary>What a person said about a withdrawal that needed approval. Written once, never changed.</summary>
/// <param name="Approved">Yes or no.</param>
/// <param name="By">The owner of the key that said it.</param>
/// <param name="At">When.</param>
public sealed record Decision(bool Approved, string By, DateTimeOffset At);
