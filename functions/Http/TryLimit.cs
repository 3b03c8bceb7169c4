namespace PaymentHub.Http;

/// <summary>
/// How often somebody may be wrong: so many times at once, and then once a period. It is counted only when they were wrong, and looked at
/// before anything else is, so it has to be seen without being used up; the library's limiters tell a part of a refilled token from a whole
/// one only by taking it, and know no clock but the machine's.
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
            // What is tried at once, before any of it is known to be wrong, is no debt: else others would wait for it for hours.
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
