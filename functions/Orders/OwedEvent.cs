namespace PaymentHub.Orders;

/// <summary>An event that an endpoint has not taken yet.</summary>
/// <param name="Version">Its number among the order's events.</param>
/// <param name="Final">Whether it may go ahead of earlier ones: see <see cref="EventTypes.IsFinal"/>.</param>
/// <param name="DueAt">When its next attempt is due, as far as itself is concerned.</param>
/// <param name="Attempts">How many attempts it has had that count towards giving up.</param>
/// <param name="Redelivered">Whether somebody asked for it again: then it waits for nobody, and nobody for it.</param>
public sealed record OwedEvent(int Version, bool Final, DateTimeOffset DueAt, int Attempts = 0, bool Redelivered = false);
