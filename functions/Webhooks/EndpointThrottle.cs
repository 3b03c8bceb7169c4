namespace PaymentHub.Webhooks;

/// <summary>
/// The attempts at one endpoint that run in this instance at the same time: never more than so many, and no more a second than
/// the endpoint wants. What finds the throttle full gives its place in the queue back at once, and is called again when there is room.
/// While the endpoint's answers are slow, it is one at a time: else a few slow endpoints would hold all places that the instance has.
/// </summary>
/// <param name="width">How many at the same time.</param>
/// <param name="perSecond">How many a second; null for as many as come.</param>
/// <param name="slow">An attempt that takes longer is slow.</param>
/// <param name="clock">The time.</param>
public sealed class EndpointThrottle(int width, int? perSecond, TimeSpan slow, TimeProvider clock)
{
    /// <summary>Beyond it calls are dropped: the outbox relay makes them again.</summary>
    private const int MaxWaiting = 1_000;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, DeliveryWakeUp> _waiting = new(StringComparer.Ordinal);
    private int _running;
    private bool _isSlow;
    private TimeSpan _last;
    private DateTimeOffset _free;

    /// <summary>Enters, if there is room; else the call is kept until there is.</summary>
    public bool TryEnter(DeliveryWakeUp wakeUp)
    {
        lock (_gate)
        {
            if (_running < Width)
            {
                _running++;
                _waiting.Remove(wakeUp.OrderId);
                return true;
            }

            if (_waiting.Count < MaxWaiting)
                _waiting[wakeUp.OrderId] = wakeUp;
            return false;
        }
    }

    /// <summary>Enters if there is room now, nobody waits, and the last answer did not take longer than this; keeps no call.</summary>
    public bool TryEnterFree(TimeSpan patience)
    {
        lock (_gate)
        {
            if (_running >= Width || _waiting.Count > 0 || _last > patience || (perSecond is not null && _free > clock.GetUtcNow()))
                return false;
            _running++;
            return true;
        }
    }

    /// <summary>Leaves; returns the calls that are to be made again, if some wait.</summary>
    /// <param name="took">How long the attempt took; null when none was made.</param>
    public IReadOnlyList<DeliveryWakeUp> Leave(TimeSpan? took)
    {
        lock (_gate)
        {
            _running--;
            _last = took ?? _last;
            var wasSlow = _isSlow;
            _isSlow = took is { } time ? time > slow : wasSlow;
            // One comes after one. When the throttle becomes wide again, more do.
            return Take(wasSlow && !_isSlow ? width : 1);
        }
    }

    /// <summary>Who was called and does not enter gives the place to the next, if there is room: else nobody would call those who wait.</summary>
    public IReadOnlyList<DeliveryWakeUp> Pass()
    {
        lock (_gate)
            return Take(1);
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

    private int Width => _isSlow ? 1 : width;

    private List<DeliveryWakeUp> Take(int max)
    {
        var calls = _waiting.Values.Take(Math.Min(max, Width - _running)).ToList();
        foreach (var wakeUp in calls)
            _waiting.Remove(wakeUp.OrderId);
        return calls;
    }
}
