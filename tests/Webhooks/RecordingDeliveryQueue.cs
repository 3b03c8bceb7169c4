using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

/// <summary>Notes the calls.</summary>
internal sealed class RecordingDeliveryQueue : IDeliveryQueue
{
    public List<(int? Version, int Attempt, DateTimeOffset DueAt)> Calls { get; } = [];

    public Task WakeAsync(DeliveryCall call, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        Calls.Add((call.Version, call.Attempt, dueAt));
        return Task.CompletedTask;
    }
}
