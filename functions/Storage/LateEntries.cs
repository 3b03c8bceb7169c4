using Azure.Data.Tables;
using PaymentHub.Telemetry;

namespace PaymentHub.Storage;

/// <summary>
/// Tracks which outbox entries are late, and reports the age of the oldest of each queue. The relay does not see an entry that was woken until it
/// will be woken again, which takes longer each time: so the oldest of them is looked up, and nothing is read while nothing is late.
/// </summary>
internal sealed class LateEntries(HubGauges gauges)
{
    /// <summary>Of so many it is known that they were late; of more it is not needed which they are.</summary>
    private const int MaxKnown = 100;

    private readonly Dictionary<string, SortedDictionary<string, string>> _known = new(StringComparer.Ordinal);
    private int _noting;

    /// <summary>Notes the late entries that a run of the relay has found for a queue, which may not be all.</summary>
    public async Task NoteAsync(TableClient table, string queue, IReadOnlyList<TableEntity> late, CancellationToken cancellationToken)
    {
        // Of two runs at once, by the clock and by hand, one says it.
        if (Interlocked.Exchange(ref _noting, 1) == 1)
            return;
        try
        {
            gauges.OutboxAge(queue, await OldestAsync(table, queue, late, cancellationToken));
        }
        finally
        {
            Volatile.Write(ref _noting, 0);
        }
    }

    private async Task<DateTimeOffset?> OldestAsync(
        TableClient table,
        string queue,
        IReadOnlyList<TableEntity> late,
        CancellationToken cancellationToken
    )
    {
        if (!_known.TryGetValue(queue, out var known))
            _known[queue] = known = new(StringComparer.Ordinal);
        var found = late.Select(entry => entry.RowKey).ToHashSet(StringComparer.Ordinal);
        // By their keys, which begin with their time: the first is the oldest.
        while (
            known.Count > 0
            && known.First() is var (key, partition)
            && !found.Contains(key)
            && !await IsThereAsync(table, partition, key, cancellationToken)
        )
        {
            known.Remove(key);
        }

        foreach (var entry in late.TakeWhile(_ => known.Count < MaxKnown))
            known[entry.RowKey] = entry.PartitionKey;
        return known.Count > 0 ? OutboxEntry.DueAt(known.First().Key) : null;
    }

    private static async Task<bool> IsThereAsync(TableClient table, string partition, string key, CancellationToken cancellationToken) =>
        (await table.GetEntityIfExistsAsync<TableEntity>(partition, key, ["RowKey"], cancellationToken)).HasValue;
}
