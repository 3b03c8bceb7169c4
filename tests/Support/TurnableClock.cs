namespace PaymentHub.Tests.Support;

/// <summary>A clock that stands until it is turned. Its timers are the system's: only the reading of the time is ours.</summary>
/// <param name="start">The first moment that it shows; null for any.</param>
internal sealed class TurnableClock(DateTimeOffset? start = null) : TimeProvider
{
    private long _ticks = (start ?? new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.Zero)).UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
