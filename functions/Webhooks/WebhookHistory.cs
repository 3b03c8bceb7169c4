using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>Shows merchants what happened to their events, and redelivers events.</summary>
public sealed class WebhookHistory(IDeliveryStore store, IDeliveryQueue queue, CircuitBreakers breakers, TimeProvider clock)
{
    // Each lost race means that somebody else made progress.
    private const int MaxRaces = 10;

    /// <summary>An event of that merchant's, with its attempts.</summary>
    public async Task<Result<EventReport>> FindAsync(Merchant merchant, string eventId, CancellationToken cancellationToken)
    {
        if (await ReadAsync(merchant, eventId, cancellationToken) is not var (snapshot, stored))
            return new Result<EventReport>.Failure(Problem.NotFound("event"));
        var reports = new List<EndpointReport>();
        foreach (var (delivery, _) in snapshot.Deliveries)
        {
            if (await ReportAsync(snapshot, stored, delivery, cancellationToken) is { } report)
                reports.Add(report);
        }

        return new Result<EventReport>.Success(new EventReport(snapshot, stored, reports));
    }

    /// <summary>
    /// Redelivers an event of that merchant to every endpoint that receives such events, or to one of them, whatever happened before.
    /// </summary>
    public Task<Result<StoredEvent>> RedeliverAsync(Merchant merchant, string eventId, string? endpointId, CancellationToken cancellationToken) =>
        RedeliverAsync(merchant, eventId, endpointId, deed: null, cancellationToken);

    /// <summary>The same for an operator.</summary>
    /// <param name="deed">Who did it, for the order's timeline; null if it was the merchant.</param>
    public async Task<Result<StoredEvent>> RedeliverAsync(
        Merchant merchant,
        string eventId,
        string? endpointId,
        Deed? deed,
        CancellationToken cancellationToken
    )
    {
        if (await ReadAsync(merchant, eventId, cancellationToken) is not var (snapshot, stored))
            return new Result<StoredEvent>.Failure(Problem.NotFound("event"));
        var endpoints = merchant
            .Endpoints.Where(endpoint => endpointId is null ? endpoint.Wants(stored.Type, snapshot.Order.AccountId) : endpoint.Id == endpointId)
            .ToList();
        if (endpoints.Count == 0)
        {
            return new Result<StoredEvent>.Failure(
                endpointId is null
                    ? new Problem(409, "no_endpoint", "None of your endpoints receives events of this type and account.")
                    : Problem.InvalidRequest("endpoint", "You have no endpoint with that id.")
            );
        }

        foreach (var endpoint in endpoints)
            await OweAgainAsync(snapshot.Order.Id, endpoint.Id, [stored], deed, cancellationToken);
        return new Result<StoredEvent>.Success(stored);
    }

    /// <summary>Redelivers what was given up or is a dead letter for an order; returns how many deliveries that are.</summary>
    /// <param name="deed">Who did it, for the order's timeline.</param>
    public async Task<int> RedeliverFailedAsync(Merchant merchant, string orderId, Deed deed, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(orderId, cancellationToken) is not { } snapshot || snapshot.Order.MerchantId != merchant.Id)
            return 0;
        var count = 0;
        foreach (var (delivery, _) in snapshot.Deliveries.Where(row => merchant.Endpoints.Any(endpoint => endpoint.Id == row.Value.Endpoint)))
        {
            var versions = delivery.IsDeadLetter ? delivery.Failed.Concat(delivery.Owed.Select(owed => owed.Version)) : delivery.Failed;
            var events = versions.Order().Select(snapshot.Event).OfType<StoredEvent>().ToList();
            if (events.Count > 0)
                await OweAgainAsync(orderId, delivery.Endpoint, events, deed, cancellationToken);
            count += events.Count;
        }

        return count;
    }

    private async Task OweAgainAsync(
        string orderId,
        string endpoint,
        IReadOnlyList<StoredEvent> events,
        Deed? deed,
        CancellationToken cancellationToken
    )
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var snapshot = await store.ReadAsync(orderId, cancellationToken) ?? throw new InvalidOperationException($"Order {orderId} is gone.");
            var now = clock.GetUtcNow();
            var after = events.Aggregate(
                snapshot.Of(endpoint)?.Value ?? Delivery.Nothing(endpoint),
                (delivery, stored) => delivery.OweAgain(stored.Version, stored.Type, now)
            );
            var change = deed is null
                ? null
                : OrderChange.Step(snapshot.Order, snapshot.Order, $"redeliver/{endpoint}", now) with
                {
                    Operator = deed.By.Name,
                    Note = deed.Note,
                };
            if (!await store.TryMoveAsync(snapshot, after, change, cancellationToken))
                continue;
            await queue.WakeAsync(
                new DeliveryWakeUp(orderId, endpoint, after.Next!.Version, after.Next.Attempts + 1),
                after.Next.DueAt,
                cancellationToken
            );
            return;
        }

        throw new InvalidOperationException($"The deliveries of order {orderId} changed {MaxRaces} times while one was asked for again.");
    }

    private async Task<(DeliverySnapshot File, StoredEvent Event)?> ReadAsync(
        Merchant merchant,
        string eventId,
        CancellationToken cancellationToken
    ) =>
        StoredEvent.ParseId(eventId) is var (orderId, version)
        && await store.ReadAsync(orderId, cancellationToken) is { } snapshot
        && snapshot.Order.MerchantId == merchant.Id
        && snapshot.Event(version) is { } stored
            ? (snapshot, stored)
            : null;

    private async Task<EndpointReport?> ReportAsync(
        DeliverySnapshot snapshot,
        StoredEvent stored,
        Delivery delivery,
        CancellationToken cancellationToken
    )
    {
        var attempts = snapshot.AttemptsOf(delivery.Endpoint, stored.Version);
        if (delivery.Find(stored.Version) is not { } owed)
        {
            return delivery.Failed.Contains(stored.Version) ? new(delivery.Endpoint, DeliveryStatus.Failed, null, null, null, attempts)
                : attempts.Count > 0 ? new(delivery.Endpoint, DeliveryStatus.Delivered, null, null, null, attempts)
                : null;
        }

        if (delivery.IsDeadLetter)
            return new(delivery.Endpoint, DeliveryStatus.DeadLetter, null, null, null, attempts);
        if (delivery.Suspended is not { } reason)
            return new(delivery.Endpoint, DeliveryStatus.Pending, null, null, delivery.MayGo(owed) ? owed.DueAt : null, attempts);
        var probeAt =
            reason == SuspensionReason.Breaker
                ? (await breakers.FindAsync(snapshot.Order.MerchantId, delivery.Endpoint, cancellationToken)).ProbeAt
                : null;
        return new(delivery.Endpoint, DeliveryStatus.Suspended, reason, delivery.SuspendedSince, probeAt, attempts);
    }
}

/// <summary>What happened to an event at one endpoint.</summary>
/// <param name="Endpoint">The endpoint's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="SuspensionReason">What it waits for; null if nothing prevents delivery.</param>
/// <param name="SuspendedSince">Since when it waits.</param>
/// <param name="NextAttemptAt">When the next attempt, or the next probe of the endpoint, is
/// due; null when none is planned or an earlier event comes first.</param>
/// <param name="Attempts">The kept attempts, oldest first.</param>
public sealed record EndpointReport(
    string Endpoint,
    DeliveryStatus Status,
    SuspensionReason? SuspensionReason,
    DateTimeOffset? SuspendedSince,
    DateTimeOffset? NextAttemptAt,
    IReadOnlyList<Attempt> Attempts
);

/// <summary>An event and its state at each endpoint.</summary>
/// <param name="Snapshot">The order's deliveries.</param>
/// <param name="Event">The event.</param>
/// <param name="Endpoints">Each endpoint that it was, is or should have been delivered to.</param>
public sealed record EventReport(DeliverySnapshot Snapshot, StoredEvent Event, IReadOnlyList<EndpointReport> Endpoints);

/// <summary>The status of an event at an endpoint.</summary>
public enum DeliveryStatus
{
    /// <summary>It is still to be delivered.</summary>
    Pending,

    /// <summary>It waits, because the breaker is open, or the endpoint is disabled or removed.</summary>
    Suspended,

    /// <summary>The endpoint has accepted it.</summary>
    Delivered,

    /// <summary>It was given up; it can be redelivered.</summary>
    Failed,

    /// <summary>It kept failing in the app itself and became a dead letter; redelivering revives it.</summary>
    DeadLetter,
}
