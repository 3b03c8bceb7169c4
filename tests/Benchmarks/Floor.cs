using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using Azure.Storage.Queues;

namespace PaymentHub.Benchmarks;

/// <summary>The same storage operations, as many and as large as the product makes for a deposit, with nothing around them: what no product on this
/// storage could surpass.</summary>
internal sealed class Floor
{
    // About what one row weighs in a transaction's body, with its headers.
    private const int RowBytes = 1_100;
    private const int MaxRows = 20;
    private const int Overhead = 500;

    private readonly TableClient _table;
    private readonly QueueClient _queue;
    private readonly QueueClient _empty;
    private readonly Dictionary<string, (double Each, int Bytes)> _mix;

    /// <param name="deposits">How many deposits the counts are of.</param>
    public Floor(string storage, IReadOnlyDictionary<string, StorageCount> counts, int deposits)
    {
        _table = new TableClient(storage, "floor");
        _queue = new QueueClient(storage, "floor");
        _empty = new QueueClient(storage, "floor-empty");
        _mix = counts.ToDictionary(count => count.Key, count => ((double)count.Value.Calls / deposits, (int)(count.Value.Bytes / count.Value.Calls)));
    }

    /// <returns>How long each deposit's operations took, and all of them, in milliseconds.</returns>
    public async Task<(List<double> Each, double All)> RunAsync(int deposits, int atOnce, CancellationToken stop)
    {
        await _table.CreateIfNotExistsAsync(stop);
        await _queue.CreateIfNotExistsAsync(cancellationToken: stop);
        await _empty.CreateIfNotExistsAsync(cancellationToken: stop);
        await OneAsync(0, stop);

        var each = new ConcurrentBag<double>();
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(
            1,
            deposits + 1,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = stop },
            async (number, cancellation) =>
            {
                var began = Stopwatch.GetTimestamp();
                await OneAsync(number, cancellation);
                each.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        );
        return ([.. each], Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    private async Task OneAsync(int number, CancellationToken stop)
    {
        var partition = (number % 64).ToString("00", CultureInfo.InvariantCulture);
        string Key(string kind, int i) => string.Create(CultureInfo.InvariantCulture, $"{number:00000000}|{kind}|{i}");
        foreach (var i in Times("transaction", number))
        {
            var bytes = _mix["transaction"].Bytes;
            var rows = Math.Clamp(bytes / RowBytes, 1, MaxRows);
            await _table.SubmitTransactionAsync(
                Enumerable
                    .Range(0, rows)
                    .Select(row => new TableTransactionAction(
                        TableTransactionActionType.Add,
                        Row(partition, Key($"transaction {row}", i), (bytes / rows) - Overhead)
                    )),
                stop
            );
        }

        foreach (var i in Times("add", number))
            await _table.AddEntityAsync(Row(partition, Key("add", i), _mix["add"].Bytes), stop);
        foreach (var i in Times("update", number))
            await _table.UpsertEntityAsync(Row(partition, Key("update", i), _mix["update"].Bytes), TableUpdateMode.Replace, stop);
        foreach (var i in Times("read", number))
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {Key("", i)} and RowKey lt {Key("~", i)}");
            await foreach (var _ in _table.QueryAsync<TableEntity>(filter, cancellationToken: stop))
            {
                // Read, as the product reads an order's rows.
            }
        }

        foreach (var i in Times("delete", number))
            await _table.DeleteEntityAsync(partition, Key("add", i), cancellationToken: stop);

        // Hidden, so that the receivers find nothing: a message is deleted with the receipt of its sending.
        var sent = new Stack<(string Id, string Receipt)>();
        foreach (var _ in Times("send", number))
        {
            var message = (
                await _queue.SendMessageAsync(new string('m', _mix["send"].Bytes), TimeSpan.FromMinutes(10), cancellationToken: stop)
            ).Value;
            sent.Push((message.MessageId, message.PopReceipt));
        }

        foreach (var _ in Times("receive", number))
            await _empty.ReceiveMessagesAsync(16, cancellationToken: stop);
        foreach (var _ in Times("delete message", number))
        {
            if (sent.TryPop(out var message))
                await _queue.DeleteMessageAsync(message.Id, message.Receipt, stop);
        }
    }

    // 0.3 a deposit is one at every third or fourth.
    private IEnumerable<int> Times(string kind, int number) =>
        _mix.TryGetValue(kind, out var mix) ? Enumerable.Range(0, (int)((number + 1) * mix.Each) - (int)(number * mix.Each)) : [];

    private static TableEntity Row(string partition, string key, int bytes) =>
        new(partition, key) { ["Text"] = new string('x', Math.Max(bytes, 10)) };
}
