using Azure.Data.Tables;
using PaymentHub.Storage;

namespace PaymentHub.Operations;

/// <summary>
/// Finds a table's outbox entries that are late, one read a bucket for all queues, and does not look into a bucket while it is known that
/// nothing can be late there.
/// <para>
/// A read also shows what will be late within <see cref="Ahead"/>, so that the bucket's next read can wait for the first of that. What is
/// written behind the read is late no sooner than its grace from then on, or is due more than a minute ahead: it is found by the next read,
/// which comes within twice the grace whatever is known. So memory delays what it does not know of by one grace, and forgets nothing: every
/// read is complete by itself, a new process begins by reading everything, and a writer's clock that goes wrong costs the time by which it does.
/// </para>
/// </summary>
internal sealed class OutboxScan(TableClient table, string kind, IReadOnlyList<string> queues)
{
    private const int BucketsAtOnce = 8;

    /// <summary>As many as come in one read.</summary>
    private const int MaxRead = 1_000;

    private readonly BucketState[] _buckets = [.. Enumerable.Range(0, Keys.Buckets).Select(_ => new BucketState())];

    public TableClient Table => table;

    /// <summary>How far a read looks ahead, and how long it is believed at most. Twice the grace, but no longer
    /// than the time for which messages are sent ahead: what is due later stands there long before.</summary>
    public static TimeSpan Ahead(OutboxTiming timing) => 2 * timing.Grace < OutboxEntry.LongestWakeUp ? 2 * timing.Grace : OutboxEntry.LongestWakeUp;

    /// <summary>The late entries of each queue, the oldest first, so many at most of each.</summary>
    public async Task<ILookup<string, TableEntity>> FindLateAsync(OutboxTiming timing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = new List<TableEntity>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = BucketsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            0,
            Keys.Buckets,
            options,
            async (number, token) =>
            {
                if (_buckets[number].IsQuiet(now, Ahead(timing)))
                    return;
                var late = await ReadAsync(number, timing, now, token);
                lock (found)
                    found.AddRange(late);
            }
        );
        return queues
            .SelectMany(queue =>
                found.Where(entry => entry.GetString(OutboxEntry.Queue) == queue).OrderBy(Key, StringComparer.Ordinal).Take(timing.MaxWakes)
            )
            .ToLookup(entry => entry.GetString(OutboxEntry.Queue));
    }

    private async Task<List<TableEntity>> ReadAsync(int number, OutboxTiming timing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var state = _buckets[number];
        // A bucket that holds more than one read shows is read by queue, and only what is late: what waits for a long queue, or
        // for its next wake, would otherwise hide what stands behind it.
        if (!state.IsCrowded)
        {
            var by = now + Ahead(timing);
            var rows = await ReadAsync(OutboxEntry.Late(Keys.Bucket(number), kind, by), MaxRead, cancellationToken);
            if (rows.Count < MaxRead)
            {
                var late = rows.FindAll(row => WakeAt(row) <= now);
                state.ReadUntil(
                    late.Count > 0 ? now
                        : rows.Count > 0 ? rows.Min(WakeAt)
                        : by,
                    crowded: false
                );
                return late;
            }
        }

        var (all, full) = (new List<TableEntity>(), false);
        var max = Math.Min(timing.MaxWakes, MaxRead);
        foreach (var queue in queues)
        {
            var rows = await ReadAsync(OutboxEntry.Late(Keys.Bucket(number), kind, queue, now), max, cancellationToken);
            full |= rows.Count == max;
            all.AddRange(rows);
        }

        state.ReadUntil(now, crowded: full);
        return all;
    }

    private async Task<List<TableEntity>> ReadAsync(string filter, int max, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, max, cancellationToken: cancellationToken).Take(max))
            rows.Add(row);
        return rows;
    }

    private static string Key(TableEntity entry) => entry.RowKey;

    private static DateTimeOffset WakeAt(TableEntity entry) => entry.GetDateTimeOffset(OutboxEntry.WakeAt) ?? DateTimeOffset.MinValue;

    /// <summary>What is known of a bucket. Two runs at once may write either's knowledge: both are right.</summary>
    private sealed class BucketState
    {
        private long _quietUntil;

        public bool IsCrowded { get; private set; }

        /// <summary>Whether nothing can be late there. A clock that was set back makes no bucket quiet for longer.</summary>
        public bool IsQuiet(DateTimeOffset now, TimeSpan ahead)
        {
            var until = Volatile.Read(ref _quietUntil);
            return now.UtcTicks < until && until - now.UtcTicks <= ahead.Ticks;
        }

        public void ReadUntil(DateTimeOffset time, bool crowded)
        {
            IsCrowded = crowded;
            Volatile.Write(ref _quietUntil, time.UtcTicks);
        }
    }
}
