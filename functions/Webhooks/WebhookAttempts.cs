using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>Makes one attempt to deliver an order's next event to an endpoint, and records it.</summary>
public sealed partial class WebhookAttempts(
    IDeliveryStore store,
    IDeliveryQueue queue,
    WebhookSender sender,
    DeliveryPolicy policy,
    TimeProvider clock,
    ILogger<WebhookAttempts> logger
)
{
    /// <summary>Sends the next event.</summary>
    public async Task<Attempt> MakeAsync(DeliverySnapshot snapshot, WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        var owed = snapshot.Of(endpoint.Id)!.Value.Next!;
        var stored = EventOf(snapshot, owed.Version);
        var number = snapshot.LastNumber(endpoint.Id, owed.Version) + 1;
        var at = clock.GetUtcNow();
        var started = clock.GetTimestamp();
        var answer = await sender.SendAsync(endpoint, stored, cancellationToken);
        return new Attempt(Guid.NewGuid().ToString("N"), endpoint.Id, owed.Version, number, at, clock.GetElapsedTime(started), answer);
    }

    /// <summary>Records it with the delivery after it, then tells the endpoint's breaker.</summary>
    /// <param name="snapshot">What it was based on.</param>
    /// <param name="probe">Whether it was the breaker's probe.</param>
    public async Task RecordAsync(
        DeliverySnapshot snapshot,
        WebhookEndpoint endpoint,
        Attempt attempt,
        bool probe,
        CancellationToken cancellationToken
    )
    {
        var owed = snapshot.Of(endpoint.Id)!.Value.Next!;
        var now = clock.GetUtcNow();
        var next = RetrySchedule.Next(endpoint.Schedule, owed.Attempts + 1, Random.Shared.NextDouble(), attempt.Answer, now);
        for (DeliverySnapshot? current = snapshot; current is not null; current = await ReadAgainAsync(current, attempt, owed, cancellationToken))
        {
            var before = current.Of(endpoint.Id)!.Value with { FinalWaits = endpoint.FinalWaits };
            var after =
                attempt.Answer.IsDelivered ? before.Delivered(owed.Version, now)
                : probe && !attempt.Answer.IsGone ? before.Suspend(SuspensionReason.Breaker, now) // Costs the event none of its attempts.
                : next is { } dueAt ? before.TryAgain(owed.Version, dueAt, now)
                : before.GiveUp(owed.Version, now);
            if (!await store.TryRecordAsync(current, attempt, after, cancellationToken))
                continue;
            Report(current, EventOf(current, owed.Version), attempt, after);
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

        await policy.Breakers.ReportAsync(snapshot.Order.MerchantId, endpoint.Id, snapshot.Order.Id, attempt.Answer, cancellationToken);
        await policy.Rates.CountAsync(snapshot.Order.MerchantId, endpoint.Id, attempt.Answer.IsDelivered, cancellationToken);
    }

    private static StoredEvent EventOf(DeliverySnapshot snapshot, int version) =>
        snapshot.Event(version) ?? throw new InvalidOperationException($"Order {snapshot.Order.Id} owes an event {version} that it does not have.");

    /// <summary>
    /// The deliveries after a lost race, if the same attempt still has to be recorded: one more event was added meanwhile. Null if another instance
    /// made the same attempt; then its record, and its call for the next one, are valid.
    /// </summary>
    private async Task<DeliverySnapshot?> ReadAgainAsync(
        DeliverySnapshot before,
        Attempt attempt,
        OwedEvent owed,
        CancellationToken cancellationToken
    ) =>
        await store.ReadAsync(before.Order.Id, cancellationToken) is { } again
        && again.Of(attempt.Endpoint) is { Value: { IsDeadLetter: false } delivery } stored
        && stored.Revision != before.Of(attempt.Endpoint)!.Revision
        && delivery.Find(owed.Version)?.Attempts == owed.Attempts
        && again.AttemptsOf(attempt.Endpoint, owed.Version).All(other => other.Number < attempt.Number)
            ? again
            : null;

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
    }
}
