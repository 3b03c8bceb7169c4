using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>Makes one attempt at what is owed to an endpoint for an order, and records it with what is owed then.</summary>
public sealed partial class WebhookDelivery(
    IDeliveryStore store,
    IDeliveryQueue queue,
    WebhookSender sender,
    DeliveryPolicy policy,
    TimeProvider clock,
    ILogger<WebhookDelivery> logger
)
{
    /// <summary>For how long a call that comes too early waits for its time: clocks differ, and a queue's is not ours.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>What recording an attempt may take, besides the attempt itself; no longer than that one.</summary>
    private static readonly TimeSpan RecordingTime = TimeSpan.FromSeconds(5);

    /// <summary>Answers a wake-up call.</summary>
    public Task DeliverAsync(DeliveryWakeUp wakeUp, CancellationToken cancellationToken) =>
        policy.Locks.TryEnter(wakeUp) ? InTurnAsync(wakeUp, () => HandleAsync(wakeUp, cancellationToken), cancellationToken) : Task.CompletedTask;

    /// <summary>Makes the first attempt at what was committed just now, where its endpoint is healthy and free.</summary>
    /// <param name="patience">An endpoint whose last answer took longer is not free.</param>
    /// <returns>False when nothing was done, and the queue has to call for it.</returns>
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
                made = await policy.Breakers.IsHealthyAsync(merchant, endpoint.Id, cancellationToken) && throttle.TryEnterFree(patience);
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
            await SuspendAsync(snapshot, snapshot.Of(wakeUp.Endpoint)!.Delivery, reason ?? SuspensionReason.Removed, cancellationToken);
            return;
        }

        var throttle = policy.ThrottleOf(snapshot.Order.MerchantId, endpoint);
        if (throttle.TryEnter(wakeUp))
            await SendAndLeaveAsync(wakeUp, snapshot, endpoint, throttle, cancellationToken);
    }

    private async Task SendAndLeaveAsync(
        DeliveryWakeUp wakeUp,
        DeliverySnapshot snapshot,
        WebhookEndpoint endpoint,
        EndpointThrottle throttle,
        CancellationToken cancellationToken
    )
    {
        TimeSpan? took = null;
        try
        {
            took = (await SendAsync(wakeUp, snapshot, endpoint, throttle, cancellationToken))?.Duration;
        }
        finally
        {
            await WakeAsync(throttle.Leave(took), cancellationToken);
        }
    }

    /// <summary>Whether something is owed that the call may send now.</summary>
    private async Task<bool> IsDueAsync(DeliveryWakeUp wakeUp, DeliverySnapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.Of(wakeUp.Endpoint) is not { Delivery: { IsDeadLetter: false, Next: { } next } delivery } || wakeUp.IsOutdated(delivery))
            return false; // Nothing is owed, or what was called for has been done.
        if (delivery.Suspended is not null)
            return true;
        // An earlier event comes first, and has its own call or the outbox relay: sending it now, too, would only send it twice.
        if (wakeUp.Version is { } version && version != next.Version)
            return false;
        if (next.DueAt - clock.GetUtcNow() > Patience)
        {
            // Too early: a call for exactly this attempt is made again, any other one has its own call or the outbox relay.
            if (wakeUp.Version == next.Version && wakeUp.Attempt == next.Attempts + 1)
                await queue.WakeAsync(wakeUp, next.DueAt, cancellationToken);
            return false;
        }

        // Never early, not by a moment. A timer counts whole milliseconds, and by another clock: hence the loop.
        while (next.DueAt - clock.GetUtcNow() is { Ticks: > 0 } early)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(early.TotalMilliseconds)), clock, cancellationToken);
        return true;
    }

    private async Task WakeAsync(IReadOnlyList<DeliveryWakeUp> waiting, CancellationToken cancellationToken)
    {
        foreach (var wakeUp in waiting)
            await queue.WakeAsync(wakeUp with { HeldUntil = null }, clock.GetUtcNow(), cancellationToken);
    }

    /// <summary>Makes the attempt, if the breaker lets it; null when none was made.</summary>
    private async Task<Attempt?> SendAsync(
        DeliveryWakeUp wakeUp,
        DeliverySnapshot snapshot,
        WebhookEndpoint endpoint,
        EndpointThrottle throttle,
        CancellationToken cancellationToken
    )
    {
        var delivery = snapshot.Of(endpoint.Id)!.Delivery;
        var circuit = await policy.Breakers.EnterAsync(snapshot.Order.MerchantId, endpoint.Id, cancellationToken);
        if (circuit == CircuitState.Open)
        {
            await SuspendAsync(snapshot, delivery, SuspensionReason.Breaker, cancellationToken);
            return null;
        }

        await throttle.PaceAsync(cancellationToken);
        // While it runs, nobody else is to be woken for the same attempt.
        var until =
            clock.GetUtcNow()
            + policy.Settings.WebhookTimeout
            + (RecordingTime < policy.Settings.WebhookTimeout ? RecordingTime : policy.Settings.WebhookTimeout);
        var held = wakeUp.HeldUntil ?? (delivery.DueAt + policy.Settings.Outbox.Grace);
        if ((held is null || held < until) && !await store.TryHoldAsync(snapshot, delivery, until, cancellationToken))
            return null; // It has moved on: somebody else is at it.

        var attempt = await AttemptAsync(snapshot, delivery, endpoint, circuit == CircuitState.HalfOpen, cancellationToken);
        await policy.Breakers.ReportAsync(snapshot.Order.MerchantId, endpoint.Id, snapshot.Order.Id, attempt.Answer, cancellationToken);
        await policy.Rates.CountAsync(snapshot.Order.MerchantId, endpoint.Id, attempt.Answer.IsDelivered, cancellationToken);
        return attempt;
    }

    private async Task<Attempt> AttemptAsync(
        DeliverySnapshot snapshot,
        Delivery delivery,
        WebhookEndpoint endpoint,
        bool probe,
        CancellationToken cancellationToken
    )
    {
        var owed = delivery.Next!;
        var stored =
            snapshot.Event(owed.Version)
            ?? throw new InvalidOperationException($"Order {snapshot.Order.Id} owes an event {owed.Version} that it does not have.");
        var number = snapshot.LastNumber(endpoint.Id, owed.Version) + 1;
        var at = clock.GetUtcNow();
        var started = clock.GetTimestamp();
        var answer = await sender.SendAsync(endpoint, stored, cancellationToken);
        var attempt = new Attempt(Guid.NewGuid().ToString("N"), endpoint.Id, owed.Version, number, at, clock.GetElapsedTime(started), answer);

        var now = clock.GetUtcNow();
        var next = RetrySchedule.Next(endpoint.Schedule, owed.Attempts + 1, Random.Shared.NextDouble(), answer, now);
        for (DeliverySnapshot? current = snapshot; current is not null; current = await ReadAgainAsync(current, attempt, owed, cancellationToken))
        {
            var before = current.Of(endpoint.Id)!.Delivery with { FinalWaits = endpoint.FinalWaits };
            var after =
                answer.IsDelivered ? before.Delivered(owed.Version, now)
                : probe && !answer.IsGone ? before.Suspend(SuspensionReason.Breaker, now) // Costs the event none of its attempts.
                : next is { } dueAt ? before.TryAgain(owed.Version, dueAt, now)
                : before.GiveUp(owed.Version, now);
            if (!await store.TryRecordAsync(current, attempt, after, cancellationToken))
                continue;
            Report(current, stored, attempt, after);
            if (after is { DueAt: { } wakeAt, Next: { } following })
            {
                await queue.WakeAsync(
                    new DeliveryWakeUp(snapshot.Order.Id, endpoint.Id, following.Version, following.Attempts + 1),
                    wakeAt,
                    cancellationToken
                );
            }

            break;
        }

        return attempt;
    }

    /// <summary>
    /// The deliveries after a lost race, when the same attempt is still to be recorded: one more event became owed meanwhile. Null
    /// when another instance made the same attempt; its record, and its call for the next, stand.
    /// </summary>
    private async Task<DeliverySnapshot?> ReadAgainAsync(
        DeliverySnapshot before,
        Attempt attempt,
        OwedEvent owed,
        CancellationToken cancellationToken
    ) =>
        await store.ReadAsync(before.Order.Id, cancellationToken) is { } again
        && again.Of(attempt.Endpoint) is { Delivery: { IsDeadLetter: false } delivery } stored
        && stored.Revision != before.Of(attempt.Endpoint)!.Revision
        && delivery.Find(owed.Version)?.Attempts == owed.Attempts
        && again.AttemptsOf(attempt.Endpoint, owed.Version).All(other => other.Number < attempt.Number)
            ? again
            : null;

    private async Task SuspendAsync(DeliverySnapshot snapshot, Delivery delivery, SuspensionReason reason, CancellationToken cancellationToken)
    {
        if (delivery.Suspended == reason)
            return;
        // First what makes the outbox relay look for it, then it.
        await policy.Breakers.MarkAsync(snapshot.Order.MerchantId, delivery.Endpoint, cancellationToken);
        if (await store.TryMoveAsync(snapshot, delivery.Suspend(reason, clock.GetUtcNow()), cancellationToken))
            Log.Suspended(logger, snapshot.Order.MerchantId, delivery.Endpoint, snapshot.Order.Id, SnakeCaseEnum.Of(reason));
    }

    private void Report(DeliverySnapshot snapshot, StoredEvent stored, Attempt attempt, Delivery after)
    {
        var result = attempt.Answer.Status is { } status ? $"HTTP {status}" : attempt.Answer.Error ?? "no answer";
        if (attempt.Answer.IsDelivered)
        {
            Log.Delivered(logger, snapshot.Order.MerchantId, attempt.Endpoint, stored.Id, attempt.Number, attempt.Duration.TotalMilliseconds);
        }
        else if (after.Find(attempt.Version) is { } owed)
        {
            Log.Failed(
                logger,
                snapshot.Order.MerchantId,
                attempt.Endpoint,
                stored.Id,
                attempt.Number,
                result,
                after.Suspended is null ? owed.DueAt : null
            );
        }
        else
        {
            Log.GivenUp(logger, snapshot.Order.MerchantId, attempt.Endpoint, stored.Id, attempt.Number, result);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "Merchant {Merchant}, endpoint {Endpoint}: {Event} delivered at attempt {Attempt} in {Milliseconds:0} ms."
        )]
        public static partial void Delivered(ILogger logger, string merchant, string endpoint, string @event, int attempt, double milliseconds);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "Merchant {Merchant}, endpoint {Endpoint}: {Event} failed at attempt {Attempt} with {Result}; the next is due at {DueAt:O}."
        )]
        public static partial void Failed(
            ILogger logger,
            string merchant,
            string endpoint,
            string @event,
            int attempt,
            string result,
            DateTimeOffset? dueAt
        );

        [LoggerMessage(3, LogLevel.Error, "Merchant {Merchant}, endpoint {Endpoint}: {Event} given up after attempt {Attempt} with {Result}.")]
        public static partial void GivenUp(ILogger logger, string merchant, string endpoint, string @event, int attempt, string result);

        [LoggerMessage(4, LogLevel.Information, "Merchant {Merchant}, endpoint {Endpoint}: the deliveries of order {Order} wait ({Reason}).")]
        public static partial void Suspended(ILogger logger, string merchant, string endpoint, string order, string reason);
    }
}
