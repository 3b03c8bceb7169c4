namespace PaymentHub.Orders;

/// <summary>What applying a notice came to.</summary>
/// <param name="Order">The order afterwards; equal to the one before when nothing changed.</param>
/// <param name="EventType">The event that the merchant must learn of, for instance deposit.completed; null when there is none.</param>
public sealed record Transition(Order Order, string? EventType);
