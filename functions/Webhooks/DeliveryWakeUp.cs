using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>A wake-up call for one delivery.</summary>
/// <param name="Version">The event it is for; null calls for whatever is due.</param>
/// <param name="Attempt">The attempt it is for, from 1. A call for an attempt that was made already is dropped, so calls never multiply.</param>
/// <param name="HeldUntil">Until when the outbox relay makes no other call, where it
/// made this one; null where the outbox entry itself says it.</param>
public sealed record DeliveryWakeUp(string OrderId, string Endpoint, int? Version, int Attempt, DateTimeOffset? HeldUntil = null)
{
    /// <summary>The context of the trace that it continues; null: the current one.</summary>
    public string? Trace { get; init; }

    /// <summary>Whether what this call was for has been done meanwhile.</summary>
    public bool IsOutdated(Delivery delivery) => Version is { } version && (delivery.Find(version) is not { } owed || Attempt <= owed.Attempts);
}

/// <summary>Wakes deliveries. A call may be lost; the outbox entry is stored beside the order.</summary>
public interface IDeliveryQueue
{
    /// <summary>Wakes a delivery when it is due.</summary>
    Task WakeAsync(DeliveryWakeUp wakeUp, DateTimeOffset dueAt, CancellationToken cancellationToken);
}
