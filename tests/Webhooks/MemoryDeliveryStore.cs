using System.Globalization;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

/// <summary>What is owed for orders, in memory, with revisions as the real store has them.</summary>
internal sealed class MemoryDeliveryStore(TimeProvider clock) : IDeliveryStore
{
    private readonly Dictionary<string, DeliverySnapshot> _files = new(StringComparer.Ordinal);
    private int _revision;

    /// <summary>Until when the outbox relay was told to hold, the last time that it was.</summary>
    public DateTimeOffset? HeldUntil { get; private set; }

    /// <summary>How often something was changed without an attempt.</summary>
    public int Moves { get; private set; }

    /// <summary>What orders' timelines were told of changes without an attempt.</summary>
    public List<OrderChange> Changes { get; } = [];

    public DeliverySnapshot this[string orderId] => _files[orderId];

    /// <summary>Starts an order with these events, of which the first so many are owed to an endpoint.</summary>
    public void Put(string orderId, Delivery delivery, params string[] types) =>
        _files[orderId] = new DeliverySnapshot(
            Samples.ProviderDeposit with
            {
                Id = orderId,
            },
            [.. types.Select((type, i) => new StoredEvent(orderId, i + 1, type, $$"""{"version":{{i + 1}}}""", "callback/1", clock.GetUtcNow()))],
            [new Versioned<Delivery>(delivery, NextRevision())],
            []
        );

    /// <summary>What somebody else does.</summary>
    public void Change(string orderId, Func<Delivery, Delivery> change) =>
        _files[orderId] = _files[orderId] with
        {
            Deliveries = [.. _files[orderId].Deliveries.Select(row => new Versioned<Delivery>(change(row.Value), NextRevision()))],
        };

    public Task<DeliverySnapshot?> ReadAsync(string orderId, CancellationToken cancellationToken) =>
        Task.FromResult(_files.GetValueOrDefault(orderId));

    public Task<bool> TryRecordAsync(DeliverySnapshot before, Attempt attempt, Delivery after, CancellationToken cancellationToken)
    {
        if (!Write(before, after))
            return Task.FromResult(false);
        var snapshot = _files[before.Order.Id];
        Assert.DoesNotContain(
            snapshot.Attempts,
            other => (other.Endpoint, other.Version, other.Number) == (attempt.Endpoint, attempt.Version, attempt.Number)
        );
        _files[before.Order.Id] = snapshot with { Attempts = [.. snapshot.Attempts, attempt] };
        return Task.FromResult(true);
    }

    public Task<bool> TryMoveAsync(DeliverySnapshot before, Delivery after, OrderChange? change, CancellationToken cancellationToken)
    {
        Moves++;
        var done = Write(before, after);
        if (done && change is not null)
            Changes.Add(change);
        return Task.FromResult(done);
    }

    public Task<bool> TryHoldAsync(DeliverySnapshot before, Delivery delivery, DateTimeOffset until, CancellationToken cancellationToken)
    {
        HeldUntil = until;
        return Task.FromResult(_files[before.Order.Id].Of(delivery.Endpoint)?.Revision == before.Of(delivery.Endpoint)?.Revision);
    }

    public Task DeadLetterAsync(string orderId, string endpoint, CancellationToken cancellationToken) => throw new NotSupportedException();

    private bool Write(DeliverySnapshot before, Delivery after)
    {
        var snapshot = _files[before.Order.Id];
        if (snapshot.Of(after.Endpoint)?.Revision != before.Of(after.Endpoint)?.Revision)
            return false;
        _files[before.Order.Id] = snapshot with
        {
            Deliveries = [.. snapshot.Deliveries.Where(row => row.Value.Endpoint != after.Endpoint), new Versioned<Delivery>(after, NextRevision())],
        };
        return true;
    }

    private string NextRevision() => (++_revision).ToString(CultureInfo.InvariantCulture);
}
