namespace PaymentHub.Orders;

/// <summary>Applies notices to stored orders: reads, asks the state machine, writes in one transaction, and follows up.</summary>
public sealed class OrderLedger(IOrderStore store, IAnnouncer announcer, IFollowUps followUps, TimeProvider clock)
{
    // Each lost race means that somebody else made progress; ten in a row on one order means something is broken.
    private const int MaxRaces = 10;

    /// <summary>The order of that id, or null when there is none.</summary>
    public Task<OrderFile?> FindAsync(string orderId, CancellationToken cancellationToken) => store.ReadAsync(orderId, cancellationToken);

    /// <summary>Applies a notice to an order that was found before.</summary>
    public Task<LedgerEntry> ApplyAsync(OrderFile file, Notice notice, Trace trace, CancellationToken cancellationToken) =>
        ApplyAsync(file, file.Order, notice, trace, cancellationToken);

    /// <summary>Applies a notice to an order that its provider created; the first notice creates it here.</summary>
    /// <param name="start">The order as it is before its first notice.</param>
    public async Task<LedgerEntry> ApplyOrCreateAsync(Order start, Notice notice, Trace trace, CancellationToken cancellationToken)
    {
        // Most notices are the first about their order, so the first try inserts without looking. A repeated try looks first.
        var file = trace.Again ? await store.ReadAsync(start.Id, cancellationToken) : null;
        return await ApplyAsync(file, start, notice, trace, cancellationToken);
    }

    private async Task<LedgerEntry> ApplyAsync(OrderFile? file, Order start, Notice notice, Trace trace, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            if (file?.CausedBy(trace.Source) is { } mine)
                return await FollowUpAsync(file.Order, mine, trace.Alone ? mine.OccurredAt : null, cancellationToken);

            var before = file?.Order ?? start;
            var now = clock.GetUtcNow();
            var transition = OrderMachine.Apply(before, notice, now);
            if (file is not null && transition.Order == before)
                return await UnchangedAsync(before, trace, cancellationToken);

            var commit = Commit(file, transition, trace, now) with { Change = OrderChange.Of(before, transition.Order, notice, trace.Source, now) };
            if (await (file is null ? store.TryCreateAsync(commit, cancellationToken) : store.TryUpdateAsync(file, commit, cancellationToken)))
                return await FollowUpAsync(commit.Order, commit.Event, commit.ListsOwedAt, cancellationToken);

            // Somebody else's write, or our own whose answer was lost: the reload tells, by the event's source.
            file = await store.ReadAsync(start.Id, cancellationToken);
        }

        throw new InvalidOperationException($"Order {start.Id} changed {MaxRaces} times while one notice was applied to it.");
    }

    private OrderCommit Commit(OrderFile? file, Transition transition, Trace trace, DateTimeOffset now)
    {
        var order = transition.Order;
        DateTimeOffset? listsOwedAt = trace.Alone ? now : null;
        if (transition.EventType is not { } type)
            return new OrderCommit(order, null, [], ListsOwedAt: listsOwedAt);

        var stored = new StoredEvent(order.Id, order.Version, type, announcer.Body(order, type, now), trace.Source, now);
        var deliveries = announcer.EndpointsFor(order, type).Select(endpoint =>
        {
            var before = file?.Deliveries.FirstOrDefault(d => d.Delivery.Endpoint == endpoint);
            return (before?.Delivery.Owe(order.Version, now) ?? Delivery.Start(endpoint, order.Version, now), before);
        });
        return new OrderCommit(order, stored, [.. deliveries], ListsOwedAt: listsOwedAt);
    }

    private async Task<LedgerEntry> FollowUpAsync(Order order, StoredEvent? stored, DateTimeOffset? listsOwedAt, CancellationToken cancellationToken)
    {
        if (stored is not null)
            foreach (var endpoint in announcer.EndpointsFor(order, stored.Type))
                await followUps.WakeDeliveryAsync(order.Id, endpoint, stored.Version, cancellationToken);
        await followUps.ListAsync(order, cancellationToken);
        if (stored is not null)
            await followUps.PublishAsync(order, stored, cancellationToken);
        if (listsOwedAt is { } owedAt)
            await followUps.ListedAsync(order.Id, owedAt, cancellationToken);
        return new LedgerEntry(order, Changed: true);
    }

    private async Task<LedgerEntry> UnchangedAsync(Order order, Trace trace, CancellationToken cancellationToken)
    {
        // A change without an event leaves no proof of itself; when the work was interrupted, its listing may be missing.
        if (trace.Again)
            await followUps.ListAsync(order, cancellationToken);
        return new LedgerEntry(order, Changed: false);
    }
}
