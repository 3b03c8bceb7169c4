namespace PaymentHub.Webhooks;

/// <summary>
/// Limits the attempts at one endpoint in this instance: how many at the same time, and how many per second. If answers are fast, a call that finds
/// the throttle full waits in line for a moment; otherwise, or if the line is long, it gives up its place in the queue at once and is called again
/// when there is room. While the endpoint's answers are slow, only one runs at a time: otherwise a few slow endpoints would occupy all places of the
/// instance.
/// </summary>
/// <param name="width">How many at the same time.</param>
/// <param name="perSecond">How many a second; null for as many as come.</param>
/// <param name="slow">An attempt that takes longer is slow.</param>
/// <param name="clock">The time.</param>
public sealed class EndpointThrottle(int width, int? perSecond, TimeSpan slow, TimeProvider clock)
{
    /// <summary>Beyond it calls are dropped: the outbox relay makes them again.</summary>
    private const int MaxWaiting = 1_000;

    /// <summary>How many per place may wait in line.</summary>
    private const int MaxInLine = 4;

    /// <summary>How long a call waits in line at most; an endpoint that has not answered for so long has no line.</summary>
    private static readonly TimeSpan LinePatience = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, DeliveryWakeUp> _waiting = new(StringComparer.Ordinal);
    private readonly LinkedList<TaskCompletionSource> _line = [];
    private int _running;
    private bool _isSlow;
    private bool _lineHadTurn;
    private TimeSpan _last;
    private DateTimeOffset _moved;
    private DateTimeOffset _free;

    /// <summary>Enters if there is room now or in a moment; otherwise the call is kept until there is.</summary>
    public async Task<bool> EnterAsync(DeliveryWakeUp wakeUp)
    {
        var entered = await StandInLineAsync(patience: null);
        lock (_gate)
        {
            if (entered)
                _waiting.Remove(wakeUp.OrderId);
            else if (_waiting.Count < MaxWaiting)
                _waiting[wakeUp.OrderId] = wakeUp;
        }

        return entered;
    }

    /// <summary>Enters if there is room now or in a moment, and the last answer did not take longer than this; keeps no call.</summary>
    public Task<bool> EnterFreeAsync(TimeSpan patience) => StandInLineAsync(patience);

    /// <summary>Leaves; returns the calls that are to be made again, if some wait.</summary>
    /// <param name="took">How long the attempt took; null when none was made.</param>
    public IReadOnlyList<DeliveryWakeUp> Leave(TimeSpan? took)
    {
        lock (_gate)
        {
            _running--;
            _moved = clock.GetUtcNow();
            _last = took ?? _last;
            var wasSlow = _isSlow;
            _isSlow = took is { } time ? time > slow : wasSlow;
            // One follows one. When the throttle widens again, more follow.
            return Give(wasSlow && !_isSlow ? width : 1);
        }
    }

    /// <summary>A call that does not enter passes its place on, if there is room: otherwise nobody would call those that wait.</summary>
    public IReadOnlyList<DeliveryWakeUp> Pass()
    {
        lock (_gate)
            return Give(1);
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

    /// <param name="patience">How long the endpoint's last answer may have taken; null for however long, and at whatever rate.</param>
    private async Task<bool> StandInLineAsync(TimeSpan? patience)
    {
        LinkedListNode<TaskCompletionSource> turn;
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (patience is not null && (_last > patience || (perSecond is not null && _free > now)))
                return false;
            turn = _line.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (_running == 0)
                _moved = now;
            while (_running < Width && _line.First is not null)
                Admit();
            if (turn.List is null)
                return true;
            var hasLine = !_isSlow && perSecond is null && now - _moved < LinePatience && _line.Count <= MaxInLine * width;
            if (!hasLine)
            {
                _line.Remove(turn);
                return false;
            }
        }

        await turn.Value.Task.WaitAsync(LinePatience, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            if (turn.List is null)
                return true;
            _line.Remove(turn);
            return false;
        }
    }

    /// <summary>Gives places away, in turn to those in line and to those that will be called.</summary>
    private List<DeliveryWakeUp> Give(int max)
    {
        var calls = new List<DeliveryWakeUp>();
        for (var given = 0; given < max && _running + calls.Count < Width; given++)
        {
            if (_line.First is not null && (_waiting.Count == 0 || !_lineHadTurn))
            {
                Admit();
                _lineHadTurn = true;
            }
            else if (_waiting.Count > 0)
            {
                calls.Add(_waiting.GetAt(0).Value);
                _waiting.RemoveAt(0);
                _lineHadTurn = false;
            }
        }

        return calls;
    }

    private void Admit()
    {
        _running++;
        _line.First!.Value.SetResult();
        _line.RemoveFirst();
    }
}
