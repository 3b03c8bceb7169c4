using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>Tells merchants what became of their events, and delivers events again.</summary>
public sealed class WebhookHistory(IDeliveryStore store, IDeliveryQueue queue, CircuitBreakers breakers, TimeProvider clock)
{
    // Each lost race means that somebody else made progress.
    private const int MaxRaces = 10;

    /// <summary>An event of that merchant's, with its attempts.</summary>
    public async Task<Answer<EventReport>> FindAsync(Merchant merchant, string eventId, CancellationToken cancellationToken)
    {
        if (await ReadAsync(merchant, eventId, cancellationToken) is not var (file, stored))
            return new Answer<EventReport>.Not(Problem.NotFound("event"));
        var reports = new List<EndpointReport>();
        foreach (var (delivery, _) in file.Deliveries)
            if (await ReportAsync(file, stored, delivery, cancellationToken) is { } report)
                reports.Add(report);
        return new Answer<EventReport>.Done(new EventReport(file, stored, reports));
    }

    /// <summary>Delivers an event of that merchant's again, to every endpoint that wants such events or to one of them, whatever became of it before.</summary>
    public async Task<Answer<StoredEvent>> RedeliverAsync(Merchant merchant, string eventId, string? endpointId, CancellationToken cancellationToken)
    {
        if (await ReadAsync(merchant, eventId, cancellationToken) is not var (file, stored))
            return new Answer<StoredEvent>.Not(Problem.NotFound("event"));
        var endpoints = merchant.Endpoints
            .Where(endpoint => endpointId is null ? endpoint.Wants(stored.Type, file.Order.AccountId) : endpoint.Id == endpointId).ToList();
        if (endpoints.Count == 0)
            return new Answer<StoredEvent>.Not(endpointId is null
                ? new Problem(409, "no_endpoint", "None of your endpoints wants events of this type and account.")
                : Problem.InvalidRequest("endpoint", "You have no endpoint of that id."));

        foreach (var endpoint in endpoints)
            await OweAgainAsync(file.Order.Id, endpoint.Id, [stored], cancellationToken);
        return new Answer<StoredEvent>.Done(stored);
    }

    /// <summary>Delivers again what was given up on or set aside for an order; returns how many deliveries that are.</summary>
    public async Task<int> RedeliverFailedAsync(Merchant merchant, string orderId, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(orderId, cancellationToken) is not { } file || file.Order.MerchantId != merchant.Id)
            return 0;
        var count = 0;
        foreach (var (delivery, _) in file.Deliveries.Where(row => merchant.Endpoints.Any(endpoint => endpoint.Id == row.Delivery.Endpoint)))
        {
            var versions = delivery.Stuck ? delivery.Failed.Concat(delivery.Owed.Select(owed => owed.Version)) : delivery.Failed;
            var events = versions.Order().Select(file.Event).OfType<StoredEvent>().ToList();
            if (events.Count > 0)
                await OweAgainAsync(orderId, delivery.Endpoint, events, cancellationToken);
            count += events.Count;
        }

        return count;
    }

    private async Task OweAgainAsync(string orderId, string endpoint, IReadOnlyList<StoredEvent> events, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var file = await store.ReadAsync(orderId, cancellationToken) ?? throw new InvalidOperationException($"Order {orderId} is gone.");
            var now = clock.GetUtcNow();
            var after = events.Aggregate(
                file.Of(endpoint)?.Delivery ?? Delivery.Nothing(endpoint), (delivery, stored) => delivery.OweAgain(stored.Version, stored.Type, now));
            if (!await store.TryMoveAsync(file, after, cancellationToken))
                continue;
            await queue.WakeAsync(new DeliveryCall(orderId, endpoint, after.Next!.Version, after.Next.Attempts + 1), after.Next.DueAt, cancellationToken);
            return;
        }

        throw new InvalidOperationException($"The deliveries of order {orderId} changed {MaxRaces} times while one was asked for again.");
    }

    private async Task<(DeliveryFile File, StoredEvent Event)?> ReadAsync(Merchant merchant, string eventId, CancellationToken cancellationToken) =>
        StoredEvent.ParseId(eventId) is var (orderId, version)
            && await store.ReadAsync(orderId, cancellationToken) is { } file && file.Order.MerchantId == merchant.Id && file.Event(version) is { } stored
            ? (file, stored)
            : null;

    private async Task<EndpointReport?> ReportAsync(DeliveryFile file, StoredEvent stored, Delivery delivery, CancellationToken cancellationToken)
    {
        var attempts = file.AttemptsOf(delivery.Endpoint, stored.Version);
        if (delivery.Find(stored.Version) is not { } owed)
            return delivery.Failed.Contains(stored.Version) ? new(delivery.Endpoint, DeliveryStatus.Failed, null, null, null, attempts)
                : attempts.Count > 0 ? new(delivery.Endpoint, DeliveryStatus.Delivered, null, null, null, attempts)
                : null;
        if (delivery.Stuck)
            return new(delivery.Endpoint, DeliveryStatus.Stuck, null, null, null, attempts);
        if (delivery.Waiting is not { } obstacle)
            return new(delivery.Endpoint, DeliveryStatus.Pending, null, null, delivery.MayGo(owed) ? owed.DueAt : null, attempts);
        var probeAt = obstacle == Obstacle.Breaker ? (await breakers.FindAsync(file.Order.MerchantId, delivery.Endpoint, cancellationToken)).ProbeAt : null;
        return new(delivery.Endpoint, DeliveryStatus.Waiting, obstacle, delivery.WaitingSince, probeAt, attempts);
    }
}
