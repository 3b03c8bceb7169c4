using System.Globalization;
using PaymentHub.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

/// <summary>What is owed for one order, in memory, with revisions as the real store has them.</summary>
internal sealed class MemoryDeliveryStore(Delivery delivery, TimeProvider clock) : IDeliveryStore
{
    private int _revision;

    public Delivery Delivery { get; private set; } = delivery;

    public List<Attempt> Attempts { get; } = [];

    public static StoredEvent Event(int version, TimeProvider clock) =>
        new("dep_00000000000000000000000001", version, "deposit.pending", $$"""{"version":{{version}}}""", "callback/1", clock.GetUtcNow());

    /// <summary>What somebody else does.</summary>
    public void Change(Func<Delivery, Delivery> change)
    {
        Delivery = change(Delivery);
        _revision++;
    }

    public Task<OwedWebhook?> ReadAsync(string orderId, string endpoint, CancellationToken cancellationToken) =>
        Task.FromResult(endpoint != Delivery.Endpoint
            ? null
            : new OwedWebhook(
                orderId, "shop", new StoredDelivery(Delivery, _revision.ToString(CultureInfo.InvariantCulture)), Delivery.IsOwed ? Event(Delivery.NextVersion, clock) : null));

    public Task<bool> TryRecordAsync(OwedWebhook before, Attempt attempt, Delivery after, CancellationToken cancellationToken)
    {
        var done = Write(before, after);
        if (done)
            Attempts.Add(attempt);
        return Task.FromResult(done);
    }

    public Task<bool> TryMoveAsync(OwedWebhook before, Delivery after, CancellationToken cancellationToken) => Task.FromResult(Write(before, after));

    public Task SetAsideAsync(string orderId, string endpoint, CancellationToken cancellationToken) => throw new NotSupportedException();

    private bool Write(OwedWebhook before, Delivery after)
    {
        if (before.Stored.Revision != _revision.ToString(CultureInfo.InvariantCulture))
            return false;
        Change(_ => after);
        return true;
    }
}
