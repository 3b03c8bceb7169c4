using PaymentHub.Providers;

namespace PaymentHub.Callbacks;

/// <summary>A callback as evidence: what came, for which account, and the outbox entry to process it.</summary>
/// <param name="Id">Our id of it.</param>
/// <param name="AccountId">The account whose callback URL it came to.</param>
/// <param name="Callback">What came.</param>
/// <param name="DueAt">When it is to be processed; names the outbox entry beside it.</param>
/// <param name="Postponed">How often processing was put off.</param>
/// <param name="Unconfirmed">How often the provider's query did not yet confirm it.</param>
public sealed record ReceivedCallback(CallbackId Id, string AccountId, Callback Callback, DateTimeOffset DueAt, int Postponed = 0, int Unconfirmed = 0);
