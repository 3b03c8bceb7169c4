using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>Makes one attempt at what is owed to an endpoint for an order, and records it with what is owed then.</summary>
public sealed partial class WebhookDelivery(
    IDeliveryStore store, IDeliveryQueue queue, WebhookSender sender, EndpointGate gate, TimeProvider clock, ILogger<WebhookDelivery> logger)
{
    /// <summary>For how long a call that comes too early waits for its time: clocks differ, and a queue's is not ours.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>What recording an attempt may take, besides the attempt itself; no longer than that one.</summary>
    private static readonly TimeSpan RecordingTime = TimeSpan.FromSeconds(5);

    /// <summary>Answers a wake-up call.</summary>
    public async Task DeliverAsync(DeliveryCall call, CancellationToken cancellationToken)
    {
        if (!gate.Turns.TryBegin(call))
            return;
        DeliveryCall? other = null;
        try
        {
            await AnswerAsync(call, cancellationToken);
        }
        finally
        {
            other = gate.Turns.End(call);
        }

        if (other is not null)
            await queue.WakeAsync(other, clock.GetUtcNow(), cancellationToken);
    }

    private async Task AnswerAsync(DeliveryCall call, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(call.OrderId, cancellationToken) is not { } file)
            return;
        var (endpoint, obstacle) = gate.Find(file.Order.MerchantId, call.Endpoint);
        if (!await IsDueAsync(call, file, cancellationToken))
        {
            if (endpoint is not null)
                await CallAsync(gate.LaneOf(file.Order.MerchantId, endpoint).Pass(), cancellationToken);
            return;
        }

        if (endpoint is null || obstacle is not null)
        {
            await ParkAsync(file, file.Of(call.Endpoint)!.Delivery, obstacle ?? Obstacle.Removed, cancellationToken);
            return;
        }

        var lane = gate.LaneOf(file.Order.MerchantId, endpoint);
        if (!lane.TryEnter(call))
            return;
        TimeSpan? took = null;
        try
        {
            took = (await SendAsync(call, file, endpoint, lane, cancellationToken))?.Duration;
        }
        finally
        {
            await CallAsync(lane.Leave(took), cancellationToken);
        }
    }

    /// <summary>Whether something is owed that the call may send now.</summary>
    private async Task<bool> IsDueAsync(DeliveryCall call, DeliveryFile file, CancellationToken cancellationToken)
    {
        if (file.Of(call.Endpoint) is not { Delivery: { Stuck: false, Next: { } next } delivery } || call.IsOutdated(delivery))
            return false; // Nothing is owed, or what was called for has been done.
        if (delivery.Waiting is not null)
            return true;
        // An earlier event comes first, and has its own call or the sweep: sending it now, too, would only send it twice.
        if (call.Version is { } version && version != next.Version)
            return false;
        if (next.DueAt - clock.GetUtcNow() > Patience)
        {
            // Too early: a call for exactly this attempt is made again, any other one has its own call or the sweep.
            if (call.Version == next.Version && call.Attempt == next.Attempts + 1)
                await queue.WakeAsync(call, next.DueAt, cancellationToken);
            return false;
        }

        // Never early, not by a moment. A timer counts whole milliseconds, and by another clock: hence the loop.
        while (next.DueAt - clock.GetUtcNow() is { Ticks: > 0 } early)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(early.TotalMilliseconds)), clock, cancellationToken);
        return true;
    }

    private async Task CallAsync(IReadOnlyList<DeliveryCall> waiting, CancellationToken cancellationToken)
    {
        foreach (var call in waiting)
            await queue.WakeAsync(call with { HeldUntil = null }, clock.GetUtcNow(), cancellationToken);
    }

    /// <summary>Makes the attempt, if the breaker lets it; null when none was made.</summary>
    private async Task<Attempt?> SendAsync(DeliveryCall call, DeliveryFile file, WebhookEndpoint endpoint, Lane lane, CancellationToken cancellationToken)
    {
        var delivery = file.Of(endpoint.Id)!.Delivery;
        var passage = await gate.Breakers.EnterAsync(file.Order.MerchantId, endpoint.Id, cancellationToken);
        if (passage == Passage.Shut)
        {
            await ParkAsync(file, delivery, Obstacle.Breaker, cancellationToken);
            return null;
        }

        await lane.PaceAsync(cancellationToken);
        // While it runs, nobody else is to be woken for the same attempt.
        var until = clock.GetUtcNow() + gate.Settings.WebhookTimeout + (RecordingTime < gate.Settings.WebhookTimeout ? RecordingTime : gate.Settings.WebhookTimeout);
        var held = call.HeldUntil ?? (delivery.DueAt + gate.Settings.SweepGrace);
        if ((held is null || held < until) && !await store.TryHoldAsync(file, delivery, until, cancellationToken))
            return null; // It has moved on: somebody else is at it.

        var attempt = await AttemptAsync(file, delivery, endpoint, passage == Passage.Probe, cancellationToken);
        await gate.Breakers.ReportAsync(file.Order.MerchantId, endpoint.Id, file.Order.Id, attempt.Answer, cancellationToken);
        await gate.Rates.CountAsync(file.Order.MerchantId, endpoint.Id, attempt.Answer.IsDelivered, cancellationToken);
        return attempt;
    }

    private async Task<Attempt> AttemptAsync(DeliveryFile file, Delivery delivery, WebhookEndpoint endpoint, bool probe, CancellationToken cancellationToken)
    {
        var owed = delivery.Next!;
        var stored = file.Event(owed.Version) ?? throw new InvalidOperationException($"Order {file.Order.Id} owes an event {owed.Version} that it does not have.");
        var number = file.LastNumber(endpoint.Id, owed.Version) + 1;
        var at = clock.GetUtcNow();
        var started = clock.GetTimestamp();
        var answer = await sender.SendAsync(endpoint, stored, cancellationToken);
        var attempt = new Attempt(Guid.NewGuid().ToString("N"), endpoint.Id, owed.Version, number, at, clock.GetElapsedTime(started), answer);

        var now = clock.GetUtcNow();
        var next = RetrySchedule.Next(endpoint.Schedule, owed.Attempts + 1, Random.Shared.NextDouble(), answer, now);
        for (DeliveryFile? current = file; current is not null; current = await ReadAgainAsync(current, attempt, owed, cancellationToken))
        {
            var before = current.Of(endpoint.Id)!.Delivery with { FinalWaits = endpoint.FinalWaits };
            var after = answer.IsDelivered ? before.Delivered(owed.Version, now)
                : probe && !answer.IsGone ? before.Park(Obstacle.Breaker, now) // Costs the event none of its attempts.
                : next is { } dueAt ? before.TryAgain(owed.Version, dueAt, now)
                : before.GiveUp(owed.Version, now);
            if (!await store.TryRecordAsync(current, attempt, after, cancellationToken))
                continue;
            Report(current, stored, attempt, after);
            if (after is { DueAt: { } wakeAt, Next: { } following })
                await queue.WakeAsync(new DeliveryCall(file.Order.Id, endpoint.Id, following.Version, following.Attempts + 1), wakeAt, cancellationToken);
            break;
        }

        return attempt;
    }

    /// <summary>
    /// The deliveries after a lost race, when the same attempt is still to be recorded: one more event became owed meanwhile. Null
    /// when another instance made the same attempt; its record, and its call for the next, stand.
    /// </summary>
    private async Task<DeliveryFile?> ReadAgainAsync(DeliveryFile before, Attempt attempt, OwedEvent owed, CancellationToken cancellationToken) =>
        await store.ReadAsync(before.Order.Id, cancellationToken) is { } again && again.Of(attempt.Endpoint) is { Delivery: { Stuck: false } delivery } stored
            && stored.Revision != before.Of(attempt.Endpoint)!.Revision && delivery.Find(owed.Version)?.Attempts == owed.Attempts
            && again.AttemptsOf(attempt.Endpoint, owed.Version).All(other => other.Number < attempt.Number)
            ? again
            : null;

    private async Task ParkAsync(DeliveryFile file, Delivery delivery, Obstacle obstacle, CancellationToken cancellationToken)
    {
        if (delivery.Waiting == obstacle)
            return;
        // First what makes the sweep look for it, then it.
        await gate.Breakers.MarkAsync(file.Order.MerchantId, delivery.Endpoint, cancellationToken);
        if (await store.TryMoveAsync(file, delivery.Park(obstacle, clock.GetUtcNow()), cancellationToken))
            Log.Parked(logger, file.Order.MerchantId, delivery.Endpoint, file.Order.Id, Words.Of(obstacle));
    }

    private void Report(DeliveryFile file, StoredEvent stored, Attempt attempt, Delivery after)
    {
        var result = attempt.Answer.Status is { } status ? $"HTTP {status}" : attempt.Answer.Error ?? "no answer";
        if (attempt.Answer.IsDelivered)
            Log.Delivered(logger, file.Order.MerchantId, attempt.Endpoint, stored.Id, attempt.Number, attempt.Duration.TotalMilliseconds);
        else if (after.Find(attempt.Version) is { } owed)
            Log.Failed(logger, file.Order.MerchantId, attempt.Endpoint, stored.Id, attempt.Number, result, after.Waiting is null ? owed.DueAt : null);
        else
            Log.GivenUp(logger, file.Order.MerchantId, attempt.Endpoint, stored.Id, attempt.Number, result);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Merchant {Merchant}, endpoint {Endpoint}: {Event} delivered at attempt {Attempt} in {Milliseconds:0} ms.")]
        public static partial void Delivered(ILogger logger, string merchant, string endpoint, string @event, int attempt, double milliseconds);

        [LoggerMessage(2, LogLevel.Warning, "Merchant {Merchant}, endpoint {Endpoint}: {Event} failed at attempt {Attempt} with {Result}; the next is due at {DueAt:O}.")]
        public static partial void Failed(ILogger logger, string merchant, string endpoint, string @event, int attempt, string result, DateTimeOffset? dueAt);

        [LoggerMessage(3, LogLevel.Error, "Merchant {Merchant}, endpoint {Endpoint}: {Event} given up after attempt {Attempt} with {Result}.")]
        public static partial void GivenUp(ILogger logger, string merchant, string endpoint, string @event, int attempt, string result);

        [LoggerMessage(4, LogLevel.Information, "Merchant {Merchant}, endpoint {Endpoint}: the deliveries of order {Order} wait ({Obstacle}).")]
        public static partial void Parked(ILogger logger, string merchant, string endpoint, string order, string obstacle);
    }
}
