namespace PaymentHub.Webhooks;

/// <summary>
/// Lets one call at a time deal with an endpoint and an order in this instance: two at once would send the same webhook twice. The
/// last of the others is kept, for it may be about something that the one at work has not seen.
/// </summary>
public sealed class DeliveryTurns
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Order, string Endpoint), DeliveryCall?> _running = [];

    /// <summary>Takes the turn; false when another call has it.</summary>
    public bool TryBegin(DeliveryCall call)
    {
        lock (_gate)
        {
            if (_running.TryAdd((call.OrderId, call.Endpoint), null))
                return true;
            _running[(call.OrderId, call.Endpoint)] = call;
            return false;
        }
    }

    /// <summary>Gives the turn back; returns the call that came meanwhile.</summary>
    public DeliveryCall? End(DeliveryCall call)
    {
        lock (_gate)
            return _running.Remove((call.OrderId, call.Endpoint), out var other) ? other : null;
    }
}
