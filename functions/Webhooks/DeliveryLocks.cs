namespace PaymentHub.Webhooks;

/// <summary>
/// Lets one call at a time deal with an endpoint and an order in this instance: two at once would send the same webhook twice. The
/// last of the others is kept, for it may be about something that the one at work has not seen.
/// </summary>
public sealed class DeliveryLocks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Order, string Endpoint), DeliveryWakeUp?> _running = [];

    /// <summary>Takes the turn; false when another call has it.</summary>
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

    /// <summary>Gives the turn back; returns the call that came meanwhile.</summary>
    public DeliveryWakeUp? Leave(DeliveryWakeUp wakeUp)
    {
        lock (_gate)
            return _running.Remove((wakeUp.OrderId, wakeUp.Endpoint), out var other) ? other : null;
    }
}
