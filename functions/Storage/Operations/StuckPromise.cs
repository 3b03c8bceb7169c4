namespace PaymentHub.Storage.Operations;

/// <summary>A promise that was set aside because keeping it failed again and again in us.</summary>
/// <param name="Key">Names it; revive it by this.</param>
/// <param name="OrderId">The order that it is about.</param>
/// <param name="What">For instance deliver|main.</param>
/// <param name="DueAt">When it was due.</param>
/// <param name="SetAsideAt">When it was set aside.</param>
public sealed record StuckPromise(string Key, string OrderId, string What, DateTimeOffset DueAt, DateTimeOffset? SetAsideAt);
