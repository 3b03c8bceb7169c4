using Azure.Data.Tables;
using PaymentHub.Telemetry;

namespace PaymentHub.Storage;

/// <summary>
/// The row that says what has to be done and when: a due row beside an order, or a pending row beside a callback. Queue messages are only wake-up
/// calls. It is written in the transaction that causes it, and removed in the one that completes it.
/// </summary>
internal static class OutboxEntry
{
    public const string WakeAt = "WakeAt";

    public const string Wakes = "Wakes";

    /// <summary>The column with the queue that wakes an outbox entry, so that a long queue does not delay another queue's entries.</summary>
    public const string Queue = "Queue";

    /// <summary>The column with the context of the trace that caused it; older entries have none.</summary>
    public const string Trace = "Trace";

    /// <summary>
    /// Up to this long in advance, a queue message is sent that stays hidden until the time has come. Beyond it the outbox relay wakes the entry:
    /// hidden messages count towards the queue's length, and a dead endpoint's backlog of them would block the outbox relay for everybody.
    /// </summary>
    public static readonly TimeSpan LongestWakeUp = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestRepeat = TimeSpan.FromHours(1);

    /// <summary>A new outbox entry.</summary>
    /// <param name="queue">The queue whose messages call for it.</param>
    /// <param name="dueAt">When the work is due.</param>
    /// <param name="now">The time of writing.</param>
    /// <param name="grace">How late it may be, where a message was sent, before the outbox relay takes the message for lost.</param>
    public static TableEntity Row(string partition, string rowKey, string queue, DateTimeOffset dueAt, DateTimeOffset now, TimeSpan grace) =>
        new(partition, rowKey)
        {
            [WakeAt] = HasWakeUp(dueAt, now) ? dueAt + grace : dueAt,
            [Wakes] = 0,
            [Queue] = queue,
            [Trace] = HubTrace.Current,
        };

    /// <summary>Whether a queue message is sent for work that is due then.</summary>
    public static bool HasWakeUp(DateTimeOffset dueAt, DateTimeOffset now) => dueAt - now <= LongestWakeUp;

    /// <summary>The filter for one bucket's outbox entries that are due by a time and that nobody has woken lately.</summary>
    public static string Late(string partition, string kind, DateTimeOffset by)
    {
        var (from, before) = Keys.EntriesDue(kind, by);
        return TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {before} and WakeAt le {by}");
    }

    /// <summary>The filter for those of one queue.</summary>
    public static string Late(string partition, string kind, string queue, DateTimeOffset by) =>
        $"{Late(partition, kind, by)} and {TableClient.CreateQueryFilter($"Queue eq {queue}")}";

    /// <summary>How long a message has to be hidden so that it never appears before its time; queues count in whole seconds.</summary>
    public static TimeSpan? Hiding(DateTimeOffset dueAt, DateTimeOffset now) =>
        dueAt <= now ? null : TimeSpan.FromSeconds(Math.Ceiling((dueAt - now).TotalSeconds));

    /// <summary>The parts of an outbox entry's row key.</summary>
    public static string[] Parts(string rowKey) => rowKey.Split('|');

    /// <summary>When an entry was due, from its row key; null when it says no time.</summary>
    public static DateTimeOffset? DueAt(string rowKey) => Parts(rowKey) is [_, var time, ..] ? KeyText.ReadTime(time) : null;

    /// <summary>How long after a wake the next one follows; doubles each time.</summary>
    public static TimeSpan Repeat(TableEntity entry, TimeSpan first) => Backoff.Wait(first, LongestRepeat, entry.GetInt32(Wakes) ?? 0);

    /// <summary>Records a wake before it is made, so that two relays at once make it once.</summary>
    public static Task<bool> TryMarkAsync(TableClient table, TableEntity entry, DateTimeOffset nextWake, CancellationToken cancellationToken) =>
        table.TryUpdateAsync(Mark(entry, nextWake), entry.ETag, TableUpdateMode.Merge, cancellationToken);

    /// <summary>
    /// Records the wakes of a bucket's entries, 100 at most, in one transaction; if one of them was completed or woken meanwhile, one by one. Our own
    /// marks whose answer was lost count as somebody else's: their entries are woken by the next repeat.
    /// </summary>
    /// <returns>Those that may be woken.</returns>
    public static async Task<IReadOnlyList<TableEntity>> MarkAsync(
        TableClient table,
        IReadOnlyList<(TableEntity Entry, DateTimeOffset NextWake)> wakes,
        CancellationToken cancellationToken
    )
    {
        var actions = wakes
            .Select(wake => new TableTransactionAction(TableTransactionActionType.UpdateMerge, Mark(wake.Entry, wake.NextWake), wake.Entry.ETag))
            .ToList();
        if (wakes.Count > 1 && await table.TrySubmitAsync(actions, cancellationToken))
            return [.. wakes.Select(wake => wake.Entry)];
        var marked = new List<TableEntity>();
        foreach (var (entry, nextWake) in wakes)
        {
            if (await TryMarkAsync(table, entry, nextWake, cancellationToken))
                marked.Add(entry);
        }

        return marked;
    }

    private static TableEntity Mark(TableEntity entry, DateTimeOffset nextWake) =>
        new(entry.PartitionKey, entry.RowKey) { [Wakes] = (entry.GetInt32(Wakes) ?? 0) + 1, [WakeAt] = nextWake };
}

/// <summary>When outbox entries are woken, and how many at once.</summary>
public sealed record OutboxTiming
{
    /// <summary>How long an outbox entry may be late before the outbox relay wakes it: its message was probably lost.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>How long the outbox relay waits before it wakes the same outbox entry again; doubles each time.</summary>
    public required TimeSpan Repeat { get; init; }

    /// <summary>How many outbox entries one run of the outbox relay wakes at most.</summary>
    public required int MaxWakes { get; init; }

    /// <summary>With more messages than this in a queue, the outbox relay wakes nothing for it.</summary>
    public required int QueueLimit { get; init; }
}
