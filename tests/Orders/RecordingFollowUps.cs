using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

/// <summary>Notes what would follow a commit.</summary>
internal sealed class RecordingFollowUps : IFollowUps
{
    public List<string> Woken { get; } = [];

    public List<Order> Listed { get; } = [];

    public Task WakeDeliveryAsync(string orderId, string endpoint, int version, CancellationToken cancellationToken)
    {
        Woken.Add($"{endpoint} {version}");
        return Task.CompletedTask;
    }

    public Task ListAsync(Order order, CancellationToken cancellationToken)
    {
        Listed.Add(order);
        return Task.CompletedTask;
    }
}
