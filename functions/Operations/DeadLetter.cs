namespace PaymentHub.Operations;

/// <summary>An outbox entry that became a dead letter because keeping it failed again and again in us.</summary>
/// <param name="Key">Names it; revive it by this.</param>
/// <param name="OrderId">The order that it is about.</param>
/// <param name="What">For instance deliver|main.</param>
/// <param name="DueAt">When it was due.</param>
/// <param name="DeadLetteredAt">When it became a dead letter.</param>
public sealed record DeadLetter(string Key, string OrderId, string What, DateTimeOffset DueAt, DateTimeOffset? DeadLetteredAt);
