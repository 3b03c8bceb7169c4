using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>Makes one attempt at what is owed to an endpoint for an order, and records it with what is owed then.</summary>
public sealed partial class WebhookDelivery(
    IDeliveryStore store, IDeliveryQueue queue, WebhookSender sender, MerchantDirectory directory, TimeProvider clock, ILogger<WebhookDelivery> logger)
{
    /// <summary>How far in the future something may be due and still count as due now: clocks differ, and a queue's is not ours.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    /// <summary>How long to wait for an endpoint that is not configured any more.</summary>
    private static readonly TimeSpan UnknownEndpointWait = TimeSpan.FromHours(1);

    /// <summary>Answers a wake-up call.</summary>
    public async Task DeliverAsync(DeliveryCall call, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(call.OrderId, call.Endpoint, cancellationToken) is not { Event: { } stored } owed)
            return; // Nothing is owed: the call was a duplicate.

        var delivery = owed.Stored.Delivery;
        if (delivery.Stuck || call.IsOutdated(delivery.NextVersion, delivery.Attempts))
            return;
        // An earlier event comes first, and has its own call or the sweep: sending it now, too, would only send it twice.
        if (call.Version > delivery.NextVersion)
            return;
        if (delivery.DueAt is { } dueAt && dueAt - clock.GetUtcNow() > Tolerance)
        {
            // Too early: a call for exactly this attempt is made again, any other one has its own call or the sweep.
            if (call.Version == delivery.NextVersion && call.Attempt == delivery.Attempts + 1)
                await queue.WakeAsync(call, dueAt, cancellationToken);
            return;
        }

        if (directory.FindMerchant(owed.MerchantId)?.Endpoints.FirstOrDefault(candidate => candidate.Id == call.Endpoint) is not { } endpoint)
        {
            await store.TryMoveAsync(owed, delivery with { DueAt = clock.GetUtcNow() + UnknownEndpointWait }, cancellationToken);
            Log.EndpointNotConfigured(logger, owed.MerchantId, call.Endpoint, stored.Id);
            return;
        }

        await AttemptAsync(owed, endpoint, stored, cancellationToken);
    }

    private async Task AttemptAsync(OwedWebhook owed, WebhookEndpoint endpoint, StoredEvent stored, CancellationToken cancellationToken)
    {
        var delivery = owed.Stored.Delivery;
        var at = clock.GetUtcNow();
        var started = clock.GetTimestamp();
        var answer = await sender.SendAsync(endpoint, stored, cancellationToken);
        var attempt = new Attempt(Guid.NewGuid().ToString("N"), delivery.Attempts + 1, at, clock.GetElapsedTime(started), answer);

        var now = clock.GetUtcNow();
        var next = now + RetrySchedule.Next(endpoint.Schedule, attempt.Number, Random.Shared.NextDouble());
        var after = After(delivery, answer, next, now);
        Report(owed, endpoint, stored, attempt, after);

        for (OwedWebhook? current = owed; current is not null; current = await ReadAgainAsync(current, cancellationToken))
        {
            after = After(current.Stored.Delivery, answer, next, now);
            if (!await store.TryRecordAsync(current, attempt, after, cancellationToken))
                continue;
            if (after.DueAt is { } dueAt)
                await queue.WakeAsync(new DeliveryCall(owed.OrderId, endpoint.Id, after.NextVersion, after.Attempts + 1), dueAt, cancellationToken);
            return;
        }
    }

    private static Delivery After(Delivery before, EndpointAnswer answer, DateTimeOffset? next, DateTimeOffset now) =>
        answer.IsDelivered ? before.Delivered(now) : next is { } dueAt ? before.TryAgain(dueAt) : before.GiveUp(now);

    /// <summary>
    /// The delivery after a lost race, when the same attempt is still to be recorded: one more event became owed meanwhile. Null
    /// when another instance made the same attempt; its record, and its call for the next, stand.
    /// </summary>
    private async Task<OwedWebhook?> ReadAgainAsync(OwedWebhook before, CancellationToken cancellationToken)
    {
        var (was, revision) = before.Stored;
        return await store.ReadAsync(before.OrderId, was.Endpoint, cancellationToken) is { Stored: { Delivery: var now } stored } again
            && stored.Revision != revision && (now.NextVersion, now.Attempts, now.Stuck) == (was.NextVersion, was.Attempts, was.Stuck)
            ? again
            : null;
    }

    private void Report(OwedWebhook owed, WebhookEndpoint endpoint, StoredEvent stored, Attempt attempt, Delivery after)
    {
        var result = attempt.Answer.Status is { } status ? $"HTTP {status}" : attempt.Answer.Error ?? "no answer";
        if (attempt.Answer.IsDelivered)
            Log.Delivered(logger, owed.MerchantId, endpoint.Id, stored.Id, attempt.Number, attempt.Duration.TotalMilliseconds);
        else if (after.GivenUp > owed.Stored.Delivery.GivenUp)
            Log.GivenUp(logger, owed.MerchantId, endpoint.Id, stored.Id, attempt.Number, result);
        else
            Log.Failed(logger, owed.MerchantId, endpoint.Id, stored.Id, attempt.Number, result, after.DueAt);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Merchant {Merchant}, endpoint {Endpoint}: {Event} delivered at attempt {Attempt} in {Milliseconds:0} ms.")]
        public static partial void Delivered(ILogger logger, string merchant, string endpoint, string @event, int attempt, double milliseconds);

        [LoggerMessage(2, LogLevel.Warning, "Merchant {Merchant}, endpoint {Endpoint}: {Event} failed at attempt {Attempt} with {Result}; the next is due at {DueAt:O}.")]
        public static partial void Failed(ILogger logger, string merchant, string endpoint, string @event, int attempt, string result, DateTimeOffset? dueAt);

        [LoggerMessage(3, LogLevel.Error, "Merchant {Merchant}, endpoint {Endpoint}: {Event} given up after attempt {Attempt} with {Result}.")]
        public static partial void GivenUp(ILogger logger, string merchant, string endpoint, string @event, int attempt, string result);

        [LoggerMessage(4, LogLevel.Warning, "Merchant {Merchant} has no endpoint {Endpoint} any more; {Event} waits for it.")]
        public static partial void EndpointNotConfigured(ILogger logger, string merchant, string endpoint, string @event);
    }
}
