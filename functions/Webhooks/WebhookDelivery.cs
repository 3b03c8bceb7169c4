using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>Finds the event that is due for an endpoint and an order, and attempts to deliver it if sending is allowed.</summary>
public sealed partial class WebhookDelivery(
    IDeliveryStore store,
    IDeliveryQueue queue,
    WebhookAttempts attempts,
    DeliveryPolicy policy,
    TimeProvider clock,
    ILogger<WebhookDelivery> logger
)
{
    /// <summary>How long a call that comes too early waits: the queue's clock may differ from ours.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>How long recording an attempt may take, besides the attempt itself; no longer than that.</summary>
    private static readonly TimeSpan RecordingTime = TimeSpan.FromSeconds(5);

    /// <summary>Answers a wake-up call.</summary>
    public Task DeliverAsync(DeliveryWakeUp wakeUp, CancellationToken cancellationToken) =>
        policy.Locks.TryEnter(wakeUp) ? InTurnAsync(wakeUp, () => HandleAsync(wakeUp, cancellationToken), cancellationToken) : Task.CompletedTask;

    /// <summary>Makes the first attempt at what was just committed, if its endpoint is healthy and free.</summary>
    /// <param name="patience">An endpoint whose last answer took longer is not free.</param>
    /// <returns>False if nothing was done and the queue has to call for it.</returns>
    public async Task<bool> TryFirstAsync(DeliveryWakeUp wakeUp, DeliverySnapshot committed, TimeSpan patience, CancellationToken cancellationToken)
    {
        var merchant = committed.Order.MerchantId;
        if (policy.Find(merchant, wakeUp.Endpoint) is not ({ } endpoint, null) || !policy.Locks.TryEnter(wakeUp))
            return false;
        var throttle = policy.ThrottleOf(merchant, endpoint);
        var made = false;
        await InTurnAsync(
            wakeUp,
            async () =>
            {
                made = await policy.Breakers.IsHealthyAsync(merchant, endpoint.Id, cancellationToken) && await throttle.EnterFreeAsync(patience);
                if (made)
                    await SendAndLeaveAsync(wakeUp, committed, endpoint, throttle, cancellationToken);
            },
            cancellationToken
        );
        return made;
    }

    private async Task InTurnAsync(DeliveryWakeUp wakeUp, Func<Task> work, CancellationToken cancellationToken)
    {
        DeliveryWakeUp? other = null;
        try
        {
            await work();
        }
        finally
        {
            other = policy.Locks.Leave(wakeUp);
        }

        if (other is not null)
            await queue.WakeAsync(other, clock.GetUtcNow(), cancellationToken);
    }

    private async Task HandleAsync(DeliveryWakeUp wakeUp, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(wakeUp.OrderId, cancellationToken) is not { } snapshot)
            return;
        var (endpoint, reason) = policy.Find(snapshot.Order.MerchantId, wakeUp.Endpoint);
        if (!await IsDueAsync(wakeUp, snapshot, cancellationToken))
        {
            if (endpoint is not null)
                await WakeAsync(policy.ThrottleOf(snapshot.Order.MerchantId, endpoint).Pass(), cancellationToken);
            return;
        }

        if (endpoint is null || reason is not null)
        {
            await SuspendAsync(snapshot, snapshot.Of(wakeUp.Endpoint)!.Value, reason ?? SuspensionReason.Removed, cancellationToken);
            return;
        }

        var throttle = policy.ThrottleOf(snapshot.Order.MerchantId, endpoint);
        if (await throttle.EnterAsync(wakeUp))
            await SendAndLeaveAsync(wakeUp, snapshot, endpoint, throttle, cancellationToken);
    }

    /// <summary>
    /// Makes the attempt, and releases the place: at once if the endpoint accepted the webhook, so that the next one can start while this one is
    /// recorded; otherwise after its breaker was told.
    /// </summary>
    private async Task SendAndLeaveAsync(
        DeliveryWakeUp wakeUp,
        DeliverySnapshot snapshot,
        WebhookEndpoint endpoint,
        EndpointThrottle throttle,
        CancellationToken cancellationToken
    )
    {
        Task? leaving = null;
        Attempt? attempt = null;
        try
        {
            if (await MayBeginAsync(wakeUp, snapshot, endpoint, throttle, cancellationToken) is not { } probe)
                return;
            attempt = await attempts.MakeAsync(snapshot, endpoint, cancellationToken);
            if (attempt.Answer.IsDelivered)
                leaving = WakeAsync(throttle.Leave(attempt.Duration), cancellationToken);
            await attempts.RecordAsync(snapshot, endpoint, attempt, probe, cancellationToken);
        }
        finally
        {
            await (leaving ?? WakeAsync(throttle.Leave(attempt?.Duration), cancellationToken));
        }
    }

    /// <summary>Whether there is something that the call may send now.</summary>
    private async Task<bool> IsDueAsync(DeliveryWakeUp wakeUp, DeliverySnapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.Of(wakeUp.Endpoint) is not { Value: { IsDeadLetter: false, Next: { } next } delivery } || wakeUp.IsOutdated(delivery))
            return false; // Nothing is owed, or what was called for has been done.
        if (delivery.Suspended is not null)
            return true;
        // An earlier event comes first, and has its own call or the outbox relay: sending it here, too, would only send it twice.
        if (wakeUp.Version is { } version && version != next.Version)
            return false;
        if (next.DueAt - clock.GetUtcNow() > Patience)
        {
            // Too early: a call for exactly this attempt is made again, any other one has its own call or the outbox relay.
            if (wakeUp.Version == next.Version && wakeUp.Attempt == next.Attempts + 1)
                await queue.WakeAsync(wakeUp, next.DueAt, cancellationToken);
            return false;
        }

        // Never early, not even slightly. A timer counts whole milliseconds and uses another clock: hence the loop.
        while (next.DueAt - clock.GetUtcNow() is { Ticks: > 0 } early)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(early.TotalMilliseconds)), clock, cancellationToken);
        return true;
    }

    private async Task WakeAsync(IReadOnlyList<DeliveryWakeUp> waiting, CancellationToken cancellationToken)
    {
        foreach (var wakeUp in waiting)
            await queue.WakeAsync(wakeUp with { HeldUntil = null }, clock.GetUtcNow(), cancellationToken);
    }

    /// <summary>Whether the attempt is a probe of the breaker. Null if it must not be made now.</summary>
    private async Task<bool?> MayBeginAsync(
        DeliveryWakeUp wakeUp,
        DeliverySnapshot snapshot,
        WebhookEndpoint endpoint,
        EndpointThrottle throttle,
        CancellationToken cancellationToken
    )
    {
        var delivery = snapshot.Of(endpoint.Id)!.Value;
        var circuit = await policy.Breakers.EnterAsync(snapshot.Order.MerchantId, endpoint.Id, cancellationToken);
        if (circuit == CircuitState.Open)
        {
            await SuspendAsync(snapshot, delivery, SuspensionReason.Breaker, cancellationToken);
            return null;
        }

        await throttle.PaceAsync(cancellationToken);
        // While it runs, nobody else must be woken for the same attempt.
        var until =
            clock.GetUtcNow()
            + policy.Settings.WebhookTimeout
            + (RecordingTime < policy.Settings.WebhookTimeout ? RecordingTime : policy.Settings.WebhookTimeout);
        var held = wakeUp.HeldUntil ?? (delivery.DueAt + policy.Settings.Outbox.Grace);
        if ((held is null || held < until) && !await store.TryHoldAsync(snapshot, delivery, until, cancellationToken))
            return null; // It has moved on: somebody else is at it.
        return circuit == CircuitState.HalfOpen;
    }

    private async Task SuspendAsync(DeliverySnapshot snapshot, Delivery delivery, SuspensionReason reason, CancellationToken cancellationToken)
    {
        if (delivery.Suspended == reason)
            return;
        // First the mark that makes the outbox relay look for it, then the suspension itself.
        await policy.Breakers.MarkAsync(snapshot.Order.MerchantId, delivery.Endpoint, cancellationToken);
        if (await store.TryMoveAsync(snapshot, delivery.Suspend(reason, clock.GetUtcNow()), cancellationToken))
            Log.Suspended(logger, snapshot.Order.MerchantId, delivery.Endpoint, snapshot.Order.Id, SnakeCaseEnum.Of(reason));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Merchant {Merchant}, endpoint {Endpoint}: the deliveries of order {Order} wait ({Reason}).")]
        public static partial void Suspended(ILogger logger, string merchant, string endpoint, string order, string reason);
    }
}
