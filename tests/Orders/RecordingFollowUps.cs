using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

/// <summary>Notes what would follow a commit.</summary>
internal sealed class RecordingFollowUps : IFollowUps
{
    public List<string> Woken { get; } = [];

    public List<Order> Listed { get; } = [];

    /// <summary>The ids of the events that were put into the feed.</summary>
    public List<string> Published { get; } = [];

    /// <summary>When the promises of lists that were taken back had been made.</summary>
    public List<DateTimeOffset> Kept { get; } = [];

    public Task PublishAsync(Order order, StoredEvent stored, CancellationToken cancellationToken)
    {
        Published.Add(stored.Id);
        return Task.CompletedTask;
    }

    public Task ListedAsync(string orderId, DateTimeOffset owedAt, CancellationToken cancellationToken)
    {
        Kept.Add(owedAt);
        return Task.CompletedTask;
    }

    public Task WakeDeliveryAsync(string orderId, string endpoint, int version, CancellationToken cancellationToken)
    {
        Woken.Add($"{endpoint} {version}");
        return Task.CompletedTask;
    }

    /// <summary>The work that was called awake.</summary>
    public List<Work> Worked { get; } = [];

    public Task WakeWorkAsync(Order order, CancellationToken cancellationToken)
    {
        if (order.Work is { } work)
            Worked.Add(work);
        return Task.CompletedTask;
    }

    public Task ListAsync(Order order, CancellationToken cancellationToken)
    {
        Listed.Add(order);
        return Task.CompletedTask;
    }
}
