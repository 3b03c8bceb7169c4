namespace PaymentHub.Webhooks;

/// <summary>
/// The attempts at one endpoint that run in this instance at the same time: never more than so many, and no more a second than
/// the endpoint wants. What finds the lane full gives its place in the queue back at once, and is called again when there is room.
/// </summary>
public sealed class Lane(int width, int? perSecond, TimeProvider clock)
{
    /// <summary>Beyond it calls are dropped: the sweep makes them again.</summary>
    private const int MostWaiting = 1_000;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, DeliveryCall> _waiting = new(StringComparer.Ordinal);
    private int _running;
    private DateTimeOffset _free;

    /// <summary>Enters, if there is room; else the call is kept until there is.</summary>
    public bool TryEnter(DeliveryCall call)
    {
        lock (_gate)
        {
            if (_running < width)
            {
                _running++;
                _waiting.Remove(call.OrderId);
                return true;
            }

            if (_waiting.Count < MostWaiting)
                _waiting[call.OrderId] = call;
            return false;
        }
    }

    /// <summary>Leaves; returns the call that is to be made again, if one waits.</summary>
    public DeliveryCall? Leave()
    {
        lock (_gate)
        {
            _running--;
            if (_waiting.Count == 0)
                return null;
            var call = _waiting.GetAt(0).Value;
            _waiting.RemoveAt(0);
            return call;
        }
    }

    /// <summary>Waits for the attempt's time within the rate that the endpoint wants.</summary>
    public async Task PaceAsync(CancellationToken cancellationToken)
    {
        if (perSecond is not { } rate)
            return;
        TimeSpan wait;
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var at = _free > now ? _free : now;
            _free = at + (TimeSpan.FromSeconds(1) / rate);
            wait = at - now;
        }

        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, clock, cancellationToken);
    }
}
