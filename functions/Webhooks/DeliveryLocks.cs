namespace PaymentHub.Webhooks;

/// <summary>
/// Lets one call at a time process an endpoint and an order in this instance: two at once would send the same webhook twice. The last of the others
/// is kept, because it may be about something that the running one has not seen.
/// </summary>
public sealed class DeliveryLocks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Order, string Endpoint), DeliveryWakeUp?> _running = [];

    /// <summary>Takes the lock; false if another call has it.</summary>
    public bool TryEnter(DeliveryWakeUp wakeUp)
    {
        lock (_gate)
        {
            if (_running.TryAdd((wakeUp.OrderId, wakeUp.Endpoint), null))
                return true;
            _running[(wakeUp.OrderId, wakeUp.Endpoint)] = wakeUp;
            return false;
        }
    }

    /// <summary>Releases the lock; returns the call that came meanwhile.</summary>
    public DeliveryWakeUp? Leave(DeliveryWakeUp wakeUp)
    {
        lock (_gate)
            return _running.Remove((wakeUp.OrderId, wakeUp.Endpoint), out var other) ? other : null;
    }
}
