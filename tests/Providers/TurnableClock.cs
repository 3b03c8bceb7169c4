namespace PaymentHub.Tests.Providers;

/// <summary>A clock that stands until it is turned. Its timers are the system's: only the reading of the time is ours.</summary>
internal sealed class TurnableClock(DateTimeOffset now) : TimeProvider
{
    private long _ticks = now.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public void Turn(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
