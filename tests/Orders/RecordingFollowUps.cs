using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Tests.Orders;

/// <summary>Notes what would follow a commit.</summary>
internal sealed class RecordingFollowUps : IFollowUps
{
    public List<string> Woken { get; } = [];

    public List<Order> Listed { get; } = [];

    /// <summary>The ids of the events that were put into the feed.</summary>
    public List<string> Published { get; } = [];

    /// <summary>When the outbox entries of lists that were taken back had been made.</summary>
    public List<DateTimeOffset> Kept { get; } = [];

    public Task PublishAsync(Order order, StoredEvent stored, CancellationToken cancellationToken)
    {
        Published.Add(stored.Id);
        return Task.CompletedTask;
    }

    public Task IndexedAsync(string orderId, DateTimeOffset owedAt, CancellationToken cancellationToken)
    {
        Kept.Add(owedAt);
        return Task.CompletedTask;
    }

    public Task WakeDeliveryAsync(string orderId, string endpoint, int version, CancellationToken cancellationToken)
    {
        Woken.Add($"{endpoint} {version}");
        return Task.CompletedTask;
    }

    public Task DeliverAsync(Order order, StoredEvent stored, IReadOnlyList<Versioned<Delivery>> deliveries)
    {
        Woken.AddRange(deliveries.Select(one => $"{one.Value.Endpoint} {stored.Version}"));
        return Task.CompletedTask;
    }

    /// <summary>The work that was woken.</summary>
    public List<ScheduledAction> Worked { get; } = [];

    public Task WakeActionAsync(Order order, CancellationToken cancellationToken)
    {
        if (order.NextAction is { } action)
            Worked.Add(action);
        return Task.CompletedTask;
    }

    public Task IndexAsync(Order order, CancellationToken cancellationToken)
    {
        Listed.Add(order);
        return Task.CompletedTask;
    }
}
