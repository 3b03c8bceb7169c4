using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

/// <summary>Notes the calls.</summary>
internal sealed class RecordingDeliveryQueue : IDeliveryQueue
{
    private readonly List<(DeliveryWakeUp Call, DateTimeOffset DueAt)> _calls = [];

    public IReadOnlyList<(int? Version, int Attempt, DateTimeOffset DueAt)> Calls =>
        [.. _calls.Select(one => (one.Call.Version, one.Call.Attempt, one.DueAt))];

    /// <summary>The orders that were called for.</summary>
    public IEnumerable<string> Orders => _calls.Select(one => one.Call.OrderId);

    public Task WakeAsync(DeliveryWakeUp wakeUp, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        _calls.Add((wakeUp, dueAt));
        return Task.CompletedTask;
    }
}
