namespace PaymentHub.Tests.Sandbox;

/// <summary>A clock that stands still until a test turns it.</summary>
internal sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start;
    private TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan step)
    {
        ManualTimer[] due;
        lock (_gate)
        {
            _now += step;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            _timers.RemoveAll(due.Contains);
        }

        foreach (var timer in due)
        {
            timer.Fire();
        }
    }

    /// <summary>Returns when somebody waits for that long from now.</summary>
    public Task WaitForTimerAsync(TimeSpan wait, TimeSpan deadline) => WaitForTimerAsync(wait, 1, deadline);

    /// <summary>Returns when so many wait for that long from now.</summary>
    public async Task WaitForTimerAsync(TimeSpan wait, int timers, TimeSpan deadline)
    {
        using var limit = new CancellationTokenSource(deadline);
        while (true)
        {
            Task set;
            lock (_gate)
            {
                if (_timers.Count(timer => timer.Due == _now + wait) >= timers)
                {
                    return;
                }

                set = _set.Task;
            }

            await set.WaitAsync(limit.Token);
        }
    }

    /// <summary>Fires once: nothing in the sandbox asks for more.</summary>
    private sealed class ManualTimer(ManualTimeProvider clock, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public Action Fire { get; } = fire;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                }
            }

            Interlocked.Exchange(ref clock._set, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
