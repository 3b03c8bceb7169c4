using PaymentHub.Providers;

namespace PaymentHub.Callbacks;

/// <summary>Where callbacks are kept as evidence, each with the outbox entry to process it.</summary>
public interface ICallbackStore
{
    /// <summary>Stores a callback and the outbox entry to process it, both or neither.</summary>
    Task AcceptAsync(ReceivedCallback callback, CancellationToken cancellationToken);

    /// <summary>Stores a callback that was refused at receipt, with its outcome.</summary>
    Task KeepRefusedAsync(ReceivedCallback callback, CallbackOutcome outcome, CancellationToken cancellationToken);

    /// <summary>A callback that is still to be processed, or null when it has its outcome already.</summary>
    Task<ReceivedCallback?> ReadPendingAsync(CallbackId id, CancellationToken cancellationToken);

    /// <summary>Writes the outcome and removes the outbox entry. Does nothing when the callback has its outcome already.</summary>
    Task ConcludeAsync(ReceivedCallback callback, CallbackOutcome outcome, CancellationToken cancellationToken);

    /// <summary>Moves the outbox entry to a later time, with the counts of
    /// <paramref name="later"/>. False if somebody else has moved or completed it.</summary>
    Task<bool> TryPostponeAsync(ReceivedCallback callback, ReceivedCallback later, CancellationToken cancellationToken);
}

/// <summary>A callback as evidence: what came, for which account, and the outbox entry to process it.</summary>
/// <param name="Id">Our id of it.</param>
/// <param name="AccountId">The account whose callback URL it came to.</param>
/// <param name="Callback">What came.</param>
/// <param name="DueAt">When it is to be processed; names the outbox entry beside it.</param>
/// <param name="Postponed">How often processing was put off.</param>
/// <param name="Unconfirmed">How often the provider's query did not yet confirm it.</param>
public sealed record ReceivedCallback(
    CallbackId Id,
    string AccountId,
    Callback Callback,
    DateTimeOffset DueAt,
    int Postponed = 0,
    int Unconfirmed = 0
);

/// <summary>Wakes the processing of a callback. A call may be lost; the outbox entry beside the callback may not.</summary>
public interface ICallbackQueue
{
    /// <summary>Wakes it at the time it is due. False when the call could not be made: the outbox relay will.</summary>
    Task<bool> TryWakeAsync(ReceivedCallback callback, CancellationToken cancellationToken);
}
