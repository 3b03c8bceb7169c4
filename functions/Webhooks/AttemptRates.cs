using System.Collections.Concurrent;

namespace PaymentHub.Webhooks;

/// <summary>
/// Counts the results of attempts at endpoints. Each instance writes an endpoint's counts at most once a minute, so it costs almost nothing; the last
/// minute of an instance that dies is not counted.
/// </summary>
public sealed class AttemptRates(IAttemptCounts store, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Merchant, string Endpoint), Pending> _pending = new();

    /// <summary>Counts an attempt.</summary>
    public async Task CountAsync(string merchantId, string endpoint, bool delivered, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var pending = _pending.GetOrAdd((merchantId, endpoint), _ => new Pending(now));
        if (
            pending.Add(new AttemptCount(1, delivered ? 1 : 0), now) is { } due
            && !await store.TryAddAsync(merchantId, endpoint, now, due, cancellationToken)
        )
        {
            pending.Return(due);
        }
    }

    /// <summary>What is not written yet.</summary>
    private sealed class Pending(DateTimeOffset since)
    {
        private readonly Lock _gate = new();
        private AttemptCount _count = new(0, 0);
        private DateTimeOffset _since = since;

        /// <summary>Adds to it; returns all of it when it is to be written.</summary>
        public AttemptCount? Add(AttemptCount count, DateTimeOffset now)
        {
            lock (_gate)
            {
                _count = _count.And(count);
                if (now - _since < Pause)
                    return null;
                var due = _count;
                (_count, _since) = (new(0, 0), now);
                return due;
            }
        }

        public void Return(AttemptCount count)
        {
            lock (_gate)
                _count = _count.And(count);
        }
    }
}

/// <summary>Where the counts of attempts are kept.</summary>
public interface IAttemptCounts
{
    /// <summary>Adds to an endpoint's counts. False if it cannot be done now: another instance was quicker, or storage is down.</summary>
    Task<bool> TryAddAsync(string merchantId, string endpoint, DateTimeOffset now, AttemptCount count, CancellationToken cancellationToken);

    /// <summary>The results of the attempts of the last 24 hours.</summary>
    Task<AttemptCount> SumAsync(string merchantId, string endpoint, DateTimeOffset now, CancellationToken cancellationToken);
}
