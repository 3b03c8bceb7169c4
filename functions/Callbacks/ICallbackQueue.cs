namespace PaymentHub.Callbacks;

/// <summary>Wakes the processing of a callback. A call may be lost; the outbox entry beside the callback may not.</summary>
public interface ICallbackQueue
{
    /// <summary>Wakes it at the time it is due. False when the call could not be made: the outbox relay will.</summary>
    Task<bool> TryWakeAsync(ReceivedCallback callback, CancellationToken cancellationToken);
}
