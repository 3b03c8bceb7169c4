namespace PaymentHub.Orders;

/// <summary>Applies notices and our own steps to stored orders: reads, asks the state machine, writes in one transaction, and follows up.</summary>
public sealed class OrderLedger(IOrderStore store, IAnnouncer announcer, IFollowUps followUps, TimeProvider clock)
{
    // Each lost race means that somebody else made progress; ten in a row on one order means something is broken.
    private const int MaxRaces = 10;

    /// <summary>The order of that id, or null when there is none.</summary>
    public Task<OrderFile?> FindAsync(string orderId, CancellationToken cancellationToken) => store.ReadAsync(orderId, cancellationToken);

    /// <summary>Applies a notice to an order that was found before.</summary>
    public Task<LedgerEntry> ApplyAsync(OrderFile file, Notice notice, Trace trace, CancellationToken cancellationToken) =>
        WriteAsync(file, file.Order, (order, now) => OrderMachine.Apply(order, notice, now), notice, trace, cancellationToken);

    /// <summary>Makes a step of our own on an order that was found before.</summary>
    /// <param name="step">
    /// Pure. It sees the order as it is now and says what becomes of it; the same order when the step does not fit any more, or
    /// was made already: its own write may come back to it.
    /// </param>
    public Task<LedgerEntry> StepAsync(OrderFile file, Func<Order, DateTimeOffset, Transition> step, Trace trace, CancellationToken cancellationToken) =>
        StepAsync(file, step, heard: null, trace, cancellationToken);

    /// <summary>The same for a step that something leads to which the provider said.</summary>
    /// <param name="heard">What that was, for the timeline; null when the step is nothing but ours.</param>
    public Task<LedgerEntry> StepAsync(
        OrderFile file, Func<Order, DateTimeOffset, Transition> step, Notice? heard, Trace trace, CancellationToken cancellationToken) =>
        // Whatever promise led here is kept by this very write, so nobody repeats what follows it.
        WriteAsync(file, file.Order, step, heard, trace with { Alone = true }, cancellationToken);

    /// <summary>
    /// Writes a new order of a merchant's, with the event of its first state if merchants learn of that, and calls its work awake.
    /// </summary>
    /// <returns>The order as it was written; null when it stands already, which may be this very write.</returns>
    public async Task<Order?> TryCreateAsync(Order start, string source, CancellationToken cancellationToken)
    {
        var transition = OrderMachine.Begin(start);
        var commit = Commit(null, transition, new Trace(source, Again: false, Alone: true), start.CreatedAt);
        if (!await store.TryCreateAsync(commit, cancellationToken))
            return null;
        await FollowUpAsync(commit.Order, commit.Event, commit.ListsOwedAt, cancellationToken);
        return commit.Order;
    }

    /// <summary>Writes a change that nobody is told of, if the order is still as it was read; and reads what stands then.</summary>
    /// <param name="source">What causes it; its timeline tells of it even when no status changes.</param>
    public async Task<OrderFile?> TryPutAsync(OrderFile file, Order after, string source, CancellationToken cancellationToken)
    {
        var change = OrderChange.Step(file.Order, after, source, after.UpdatedAt);
        await store.TryUpdateAsync(file, new OrderCommit(after, null, [], change), cancellationToken);
        return await store.ReadAsync(after.Id, cancellationToken);
    }

    /// <summary>Follows up on an order that a write of unknown outcome has created.</summary>
    public Task FollowUpAsync(OrderFile file, CancellationToken cancellationToken) =>
        FollowUpAsync(file.Order, file.Events is [.., var last] ? last : null, listsOwedAt: null, cancellationToken);

    /// <summary>Applies a notice to an order that its provider created; the first notice creates it here.</summary>
    /// <param name="start">The order as it is before its first notice.</param>
    public async Task<LedgerEntry> ApplyOrCreateAsync(Order start, Notice notice, Trace trace, CancellationToken cancellationToken)
    {
        // Most notices are the first about their order, so the first try inserts without looking. A repeated try looks first.
        var file = trace.Again ? await store.ReadAsync(start.Id, cancellationToken) : null;
        return await WriteAsync(file, start, (order, now) => OrderMachine.Apply(order, notice, now), notice, trace, cancellationToken);
    }

    private async Task<LedgerEntry> WriteAsync(
        OrderFile? file, Order start, Func<Order, DateTimeOffset, Transition> change, Notice? notice, Trace trace, CancellationToken cancellationToken)
    {
        await RepublishAsync(file, trace, cancellationToken);
        for (var race = 0; race < MaxRaces; race++)
        {
            if (file?.CausedBy(trace.Source) is { } mine)
                return await FollowUpAsync(file.Order, mine, trace.Alone ? mine.OccurredAt : null, cancellationToken);

            var before = file?.Order ?? start;
            var now = clock.GetUtcNow();
            var transition = change(before, now);
            if (file is not null && transition.Order == before)
                return await UnchangedAsync(before, trace, cancellationToken);

            var commit = Commit(file, transition, trace, now) with { Change = OrderChange.Of(before, transition.Order, notice, trace.Source, now) };
            if (await (file is null ? store.TryCreateAsync(commit, cancellationToken) : store.TryUpdateAsync(file, commit, cancellationToken)))
                return await FollowUpAsync(file?.Order, commit, cancellationToken);

            // Somebody else's write, or our own whose answer was lost: the reload tells, by the event's source.
            file = await store.ReadAsync(start.Id, cancellationToken);
        }

        throw new InvalidOperationException($"Order {start.Id} changed {MaxRaces} times while one change was made to it.");
    }

    private OrderCommit Commit(OrderFile? file, Transition transition, Trace trace, DateTimeOffset now)
    {
        var order = transition.Order;
        // A change that nobody is told of stands in no list either.
        if (transition.EventType is not { } type)
            return new OrderCommit(order, null, []);

        var stored = new StoredEvent(order.Id, order.Version, type, announcer.Body(order, type, now), trace.Source, now);
        var deliveries = announcer.EndpointsFor(order, type).Select(endpoint =>
        {
            var before = file?.Deliveries.FirstOrDefault(d => d.Delivery.Endpoint == endpoint);
            return (before?.Delivery.Owe(order.Version, type, now) ?? Delivery.Start(endpoint, order.Version, type, now), before);
        });
        return new OrderCommit(order, stored, [.. deliveries], ListsOwedAt: trace.Alone ? now : null);
    }

    private async Task<LedgerEntry> FollowUpAsync(Order? before, OrderCommit commit, CancellationToken cancellationToken)
    {
        // A promise that stays has its call already: but for the one that a new order begins with.
        if (before?.Work == commit.Order.Work)
            return await AnnounceAsync(commit.Order, commit.Event, commit.ListsOwedAt, cancellationToken);
        await followUps.WakeWorkAsync(commit.Order, cancellationToken);
        // Most steps change nothing that a list is for.
        return commit.Event is null && before?.SaysTheSameAs(commit.Order) == true
            ? new LedgerEntry(commit.Order, Changed: true)
            : await AnnounceAsync(commit.Order, commit.Event, commit.ListsOwedAt, cancellationToken);
    }

    private async Task<LedgerEntry> FollowUpAsync(Order order, StoredEvent? stored, DateTimeOffset? listsOwedAt, CancellationToken cancellationToken)
    {
        await followUps.WakeWorkAsync(order, cancellationToken);
        return await AnnounceAsync(order, stored, listsOwedAt, cancellationToken);
    }

    private async Task<LedgerEntry> AnnounceAsync(Order order, StoredEvent? stored, DateTimeOffset? listsOwedAt, CancellationToken cancellationToken)
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

    /// <summary>
    /// Publishes what an interrupted try of the same work may have committed and not published. It may have heard something else than this
    /// one does, so that its event has another source; where the commit itself promises that, nothing is to be made good here.
    /// </summary>
    private async Task RepublishAsync(OrderFile? file, Trace trace, CancellationToken cancellationToken)
    {
        if (file is null || trace is not { Again: true, Alone: false })
            return;
        foreach (var stored in file.Events.Where(stored => stored.Source != trace.Source))
            await followUps.PublishAsync(file.Order, stored, cancellationToken);
    }

    private async Task<LedgerEntry> UnchangedAsync(Order order, Trace trace, CancellationToken cancellationToken)
    {
        // A change without an event leaves no proof of itself; when the work was interrupted, its listing may be missing.
        if (trace.Again)
            await followUps.ListAsync(order, cancellationToken);
        return new LedgerEntry(order, Changed: false);
    }
}
