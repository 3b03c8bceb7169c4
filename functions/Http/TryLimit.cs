namespace PaymentHub.Http;

/// <summary>
/// How often somebody may be wrong: a number of times at once, and then once per period. It is counted only when they were wrong, and checked before
/// anything else, so it has to be readable without using it up. The library's limiters distinguish a partly refilled token from a whole one only by
/// taking it, and know only the machine's clock.
/// </summary>
internal sealed class TryLimit(int burst, TimeSpan period, TimeProvider clock)
{
    /// <summary>From so many on, those that are as good as new are forgotten.</summary>
    private const int Many = 1_000;

    private readonly Dictionary<string, TimeSpan> _fullAt = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly long _start = clock.GetTimestamp();
    private int _forgetAt = Many;

    /// <summary>For how many something is remembered.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
                return _fullAt.Count;
        }
    }

    /// <summary>How long until a whole further try is there; null when one is.</summary>
    public TimeSpan? Wait(string who)
    {
        lock (_lock)
        {
            // Each try moves the moment at which all of them are there again by a period; with one left, all but one periods are between.
            var now = Now;
            var wait = FullAt(who, now) - now - (burst - 1) * period;
            return wait > TimeSpan.Zero ? wait : null;
        }
    }

    /// <summary>Takes one; where none is left, nothing.</summary>
    public void Take(string who)
    {
        lock (_lock)
        {
            var now = Now;
            var full = FullAt(who, now) + period;
            // Attempts that are made at once, before any is known to be wrong, add no debt: otherwise others would wait for hours.
            _fullAt[who] = full < now + burst * period ? full : now + burst * period;
            if (_fullAt.Count < _forgetAt)
                return;
            foreach (var (other, until) in _fullAt)
            {
                if (until <= now)
                    _fullAt.Remove(other);
            }

            _forgetAt = Math.Max(Many, 2 * _fullAt.Count);
        }
    }

    private TimeSpan Now => clock.GetElapsedTime(_start);

    private TimeSpan FullAt(string who, TimeSpan now) => _fullAt.TryGetValue(who, out var full) && full > now ? full : now;
}
