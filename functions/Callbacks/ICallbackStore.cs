namespace PaymentHub.Callbacks;

/// <summary>Where callbacks are kept as evidence, each with the outbox entry to process it.</summary>
public interface ICallbackStore
{
    /// <summary>Keeps a callback and the outbox entry to process it, both or neither.</summary>
    Task AcceptAsync(ReceivedCallback callback, CancellationToken cancellationToken);

    /// <summary>Keeps a callback that was refused at receipt, with its outcome.</summary>
    Task KeepRefusedAsync(ReceivedCallback callback, CallbackOutcome outcome, CancellationToken cancellationToken);

    /// <summary>A callback that is still to be processed, or null when it has its outcome already.</summary>
    Task<ReceivedCallback?> ReadPendingAsync(CallbackId id, CancellationToken cancellationToken);

    /// <summary>Writes the outcome and removes the outbox entry. Does nothing when the callback has its outcome already.</summary>
    Task ConcludeAsync(ReceivedCallback callback, CallbackOutcome outcome, CancellationToken cancellationToken);

    /// <summary>Moves the outbox entry to a later time, with the counts of <paramref name="later"/>. False when somebody else has moved or fulfilled it.</summary>
    Task<bool> TryPostponeAsync(ReceivedCallback callback, ReceivedCallback later, CancellationToken cancellationToken);
}
