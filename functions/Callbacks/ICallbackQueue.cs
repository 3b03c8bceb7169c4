namespace PaymentHub.Callbacks;

/// <summary>Calls the processing of a callback awake. A call may be lost; the promise beside the callback may not.</summary>
public interface ICallbackQueue
{
    /// <summary>Calls it awake at the time it is due. False when the call could not be made: the sweep will.</summary>
    Task<bool> TryWakeAsync(ReceivedCallback callback, CancellationToken cancellationToken);
}
