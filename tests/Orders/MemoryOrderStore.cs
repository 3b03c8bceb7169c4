using System.Globalization;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Tests.Orders;

/// <summary>Orders in memory, with revisions as the real store has them, and with its failures on demand.</summary>
internal sealed class MemoryOrderStore : IOrderStore
{
    private readonly Dictionary<string, OrderSnapshot> _files = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private int _revision;

    /// <summary>Every write that was asked for.</summary>
    public List<OrderCommit> Commits { get; } = [];

    public int Reads { get; private set; }

    public int Writes { get; private set; }

    /// <summary>The next write is done and its answer is lost: what the SDK's silent repetition then reports is a conflict.</summary>
    public bool LoseNextAnswer { get; set; }

    /// <summary>What somebody else does just before the next write.</summary>
    public Action? BeforeNextWrite { get; set; }

    public OrderSnapshot this[string orderId] => _files[orderId];

    public bool IsEmpty => _files.Count == 0;

    /// <summary>Lets somebody else change an order.</summary>
    public void Put(Order order, IReadOnlyList<StoredEvent>? events = null, IReadOnlyList<Delivery>? deliveries = null) =>
        _files[order.Id] = new OrderSnapshot(
            order,
            NextRevision(),
            events ?? [],
            [.. (deliveries ?? []).Select(delivery => new Versioned<Delivery>(delivery, NextRevision()))]
        );

    public Task<OrderSnapshot?> ReadAsync(string orderId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Reads++;
            return Task.FromResult(_files.GetValueOrDefault(orderId));
        }
    }

    public Task<OrderWritten?> TryWriteAsync(OrderSnapshot? before, OrderCommit commit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!Write(before, commit))
                return Task.FromResult<OrderWritten?>(null);
            var now = _files[commit.Order.Id];
            return Task.FromResult<OrderWritten?>(
                new OrderWritten(now.Revision, [.. commit.Deliveries.Select(one => Row(now, one.Delivery.Endpoint)!)])
            );
        }
    }

    public Task RecordAsync(string orderId, OrderChange change, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Only real storage keeps timelines.");

    public Task DeadLetterActionAsync(string orderId, ActionKind what, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Only real storage makes dead letters of work.");

    private bool Write(OrderSnapshot? before, OrderCommit commit)
    {
        Writes++;
        Commits.Add(commit);
        var (interrupt, lost) = (BeforeNextWrite, LoseNextAnswer);
        (BeforeNextWrite, LoseNextAnswer) = (null, false);
        interrupt?.Invoke();

        var current = _files.GetValueOrDefault(commit.Order.Id);
        if (current?.Revision != before?.Revision)
            return false;
        foreach (var (delivery, read) in commit.Deliveries)
        {
            if (Row(current, delivery.Endpoint)?.Revision != read?.Revision)
                return false;
        }

        IEnumerable<StoredEvent> events = current?.Events ?? [];
        IEnumerable<Versioned<Delivery>> kept =
            current?.Deliveries.Where(row => commit.Deliveries.All(changed => changed.Delivery.Endpoint != row.Value.Endpoint)) ?? [];
        _files[commit.Order.Id] = new OrderSnapshot(
            commit.Order,
            NextRevision(),
            commit.Event is { } stored ? [.. events, stored] : [.. events],
            [.. kept, .. commit.Deliveries.Select(changed => new Versioned<Delivery>(changed.Delivery, NextRevision()))]
        );
        return !lost;
    }

    private static Versioned<Delivery>? Row(OrderSnapshot? snapshot, string endpoint) =>
        snapshot?.Deliveries.FirstOrDefault(row => row.Value.Endpoint == endpoint);

    private string NextRevision() => (++_revision).ToString(CultureInfo.InvariantCulture);
}
