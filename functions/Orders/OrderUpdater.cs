using PaymentHub.Storage;

namespace PaymentHub.Orders;

/// <summary>Applies notices and our own steps to stored orders: reads, asks the state machine, writes in one transaction, and follows up.</summary>
public sealed class OrderUpdater(IOrderStore store, IWebhookEventFactory eventFactory, IFollowUps followUps, TimeProvider clock)
{
    // Each lost race means that somebody else made progress; ten in a row on one order means something is broken.
    private const int MaxRaces = 10;

    /// <summary>The order of that id, or null when there is none.</summary>
    public Task<OrderSnapshot?> FindAsync(string orderId, CancellationToken cancellationToken) => store.ReadAsync(orderId, cancellationToken);

    /// <summary>Applies a notice to an order that was found before.</summary>
    public Task<UpdateResult> ApplyAsync(OrderSnapshot snapshot, Notice notice, ChangeOrigin origin, CancellationToken cancellationToken) =>
        WriteAsync(snapshot, snapshot.Order, (order, now) => OrderMachine.Apply(order, notice, now), notice, origin, cancellationToken);

    /// <summary>Makes a step of our own on an order that was found before.</summary>
    /// <param name="step">
    /// Pure. It sees the order as it is now and says what becomes of it; the same order when the step does not fit any more, or
    /// was made already: its own write may come back to it.
    /// </param>
    public Task<UpdateResult> StepAsync(
        OrderSnapshot snapshot,
        Func<Order, DateTimeOffset, Transition> step,
        ChangeOrigin origin,
        CancellationToken cancellationToken
    ) => StepAsync(snapshot, step, status: null, origin, cancellationToken);

    /// <summary>The same for a step that results from something the provider said.</summary>
    /// <param name="status">What that was, for the timeline; null when the step is nothing but ours.</param>
    public Task<UpdateResult> StepAsync(
        OrderSnapshot snapshot,
        Func<Order, DateTimeOffset, Transition> step,
        Notice? status,
        ChangeOrigin origin,
        CancellationToken cancellationToken
    ) =>
        // Whatever outbox entry led here is kept by this very write, so nobody repeats what follows it.
        WriteAsync(snapshot, snapshot.Order, step, status, origin with { IsUnattended = true }, cancellationToken);

    /// <summary>
    /// Writes a new order of a merchant's, with the event of its first state if merchants learn of that, and wakes its work.
    /// </summary>
    /// <returns>The order as it was written; null when it stands already, which may be this very write.</returns>
    public Task<Order?> TryCreateAsync(Order start, string source, CancellationToken cancellationToken) =>
        TryCreateAsync(start, source, by: null, cancellationToken);

    /// <summary>The same for an order of an operator's.</summary>
    /// <param name="by">The operator's name, which the order's timeline tells; null when it is no operator's.</param>
    public async Task<Order?> TryCreateAsync(Order start, string source, string? by, CancellationToken cancellationToken)
    {
        var transition = OrderMachine.Begin(start);
        var commit = Commit(null, transition, new ChangeOrigin(source, IsRetry: false, IsUnattended: true), start.CreatedAt);
        if (by is not null)
            commit = commit with { Change = OrderChange.Step(start, commit.Order, source, start.CreatedAt) with { Operator = by } };
        if (await store.TryWriteAsync(null, commit, cancellationToken) is not { } written)
            return null;
        await followUps.WakeActionAsync(commit.Order, cancellationToken);
        await PublishAsync(commit.Order, commit.Event, commit.IndexOwedAt, written.Deliveries, cancellationToken);
        return commit.Order;
    }

    /// <summary>
    /// Writes a change that nobody is told of, if the order is still as it was read, and says what stands then. What was written needs no look,
    /// which could fail: only where another write came first, or this one whose answer was lost, is what stands read.
    /// </summary>
    /// <param name="origin">What causes it; its timeline tells of it even when no status changes.</param>
    public async Task<OrderSnapshot?> TryPutAsync(OrderSnapshot snapshot, Order after, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        var change = OrderChange.Step(snapshot.Order, after, origin.Source, after.UpdatedAt) with { Operator = origin.Operator, Note = origin.Note };
        return await store.TryWriteAsync(snapshot, new OrderCommit(after, null, [], change), cancellationToken) is { } written
            ? snapshot with
            {
                Order = after,
                Revision = written.Revision,
            }
            : await store.ReadAsync(after.Id, cancellationToken);
    }

    /// <summary>Tells in an order's timeline what an operator does about it that changes nothing of it by itself.</summary>
    public Task RecordAsync(Order order, string source, string by, string? note, CancellationToken cancellationToken) =>
        store.RecordAsync(order.Id, OrderChange.Step(order, order, source, clock.GetUtcNow()) with { Operator = by, Note = note }, cancellationToken);

    /// <summary>Follows up on an order that a write of unknown outcome has created.</summary>
    public Task FollowUpAsync(OrderSnapshot snapshot, CancellationToken cancellationToken) =>
        FollowUpAsync(snapshot.Order, snapshot.Events is [.., var last] ? last : null, listsOwedAt: null, cancellationToken);

    /// <summary>Applies a notice to an order that its provider created; the first notice creates it here.</summary>
    /// <param name="start">The order as it is before its first notice.</param>
    public async Task<UpdateResult> ApplyOrCreateAsync(Order start, Notice notice, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        // Most notices are the first about their order, so the first try inserts without looking. A repeated try looks first.
        var snapshot = origin.IsRetry ? await store.ReadAsync(start.Id, cancellationToken) : null;
        return await WriteAsync(snapshot, start, (order, now) => OrderMachine.Apply(order, notice, now), notice, origin, cancellationToken);
    }

    private async Task<UpdateResult> WriteAsync(
        OrderSnapshot? snapshot,
        Order start,
        Func<Order, DateTimeOffset, Transition> change,
        Notice? notice,
        ChangeOrigin origin,
        CancellationToken cancellationToken
    )
    {
        await RepublishAsync(snapshot, origin, cancellationToken);
        for (var race = 0; race < MaxRaces; race++)
        {
            if (snapshot?.CausedBy(origin.Source) is { } mine)
                return await FollowUpAsync(snapshot.Order, mine, origin.IsUnattended ? mine.OccurredAt : null, cancellationToken);

            var before = snapshot?.Order ?? start;
            var now = clock.GetUtcNow();
            var transition = change(before, now);
            if (snapshot is not null && transition.Order == before)
                return await UnchangedAsync(before, origin, cancellationToken);

            var commit = Commit(snapshot, transition, origin, now) with { Change = ChangeOf(before, transition.Order, notice, origin, now) };
            if (await store.TryWriteAsync(snapshot, commit, cancellationToken) is { } written)
                return await FollowUpAsync(snapshot?.Order, commit, written.Deliveries, cancellationToken);

            // Somebody else's write, or our own whose answer was lost: the reload tells, by the event's source.
            snapshot = await store.ReadAsync(start.Id, cancellationToken);
        }

        throw new InvalidOperationException($"Order {start.Id} changed {MaxRaces} times while one change was made to it.");
    }

    private static OrderChange? ChangeOf(Order before, Order after, Notice? notice, ChangeOrigin origin, DateTimeOffset now) =>
        OrderChange.Of(before, after, notice, origin.Source, now) is { } change ? change with { Operator = origin.Operator } : null;

    private OrderCommit Commit(OrderSnapshot? snapshot, Transition transition, ChangeOrigin origin, DateTimeOffset now)
    {
        var order = transition.Order;
        // A change that nobody is told of stands in no list either.
        if (transition.EventType is not { } type)
            return new OrderCommit(order, null, []);

        var stored = new StoredEvent(order.Id, order.Version, type, eventFactory.Body(order, type, now), origin.Source, now);
        var deliveries = eventFactory
            .EndpointsFor(order, type)
            .Select(endpoint =>
            {
                var before = snapshot?.Deliveries.FirstOrDefault(d => d.Value.Endpoint == endpoint);
                return (before?.Value.Owe(order.Version, type, now) ?? Delivery.Start(endpoint, order.Version, type, now), before);
            });
        return new OrderCommit(order, stored, [.. deliveries], IndexOwedAt: origin.IsUnattended ? now : null);
    }

    private async Task<UpdateResult> FollowUpAsync(
        Order? before,
        OrderCommit commit,
        IReadOnlyList<Versioned<Delivery>> deliveries,
        CancellationToken cancellationToken
    )
    {
        // An outbox entry that stays has its call already: but for the one that a new order begins with.
        if (before?.NextAction == commit.Order.NextAction)
            return await PublishAsync(commit.Order, commit.Event, commit.IndexOwedAt, deliveries, cancellationToken);
        await followUps.WakeActionAsync(commit.Order, cancellationToken);
        // Most steps change nothing that a list is for.
        return commit.Event is null && before?.SaysTheSameAs(commit.Order) == true
            ? new UpdateResult(commit.Order, Changed: true)
            : await PublishAsync(commit.Order, commit.Event, commit.IndexOwedAt, deliveries, cancellationToken);
    }

    private async Task<UpdateResult> FollowUpAsync(Order order, StoredEvent? stored, DateTimeOffset? listsOwedAt, CancellationToken cancellationToken)
    {
        await followUps.WakeActionAsync(order, cancellationToken);
        return await PublishAsync(order, stored, listsOwedAt, deliveries: null, cancellationToken);
    }

    /// <param name="deliveries">What was committed just now; null when it was earlier, and may be under way.</param>
    private async Task<UpdateResult> PublishAsync(
        Order order,
        StoredEvent? stored,
        DateTimeOffset? listsOwedAt,
        IReadOnlyList<Versioned<Delivery>>? deliveries,
        CancellationToken cancellationToken
    )
    {
        var attempts = Task.CompletedTask;
        if (stored is not null && deliveries is not null)
        {
            attempts = followUps.DeliverAsync(order, stored, deliveries);
        }
        else if (stored is not null)
        {
            foreach (var endpoint in eventFactory.EndpointsFor(order, stored.Type))
                await followUps.WakeDeliveryAsync(order.Id, endpoint, stored.Version, cancellationToken);
        }

        await followUps.IndexAsync(order, cancellationToken);
        if (stored is not null)
            await followUps.PublishAsync(order, stored, cancellationToken);
        if (listsOwedAt is { } owedAt)
            await followUps.IndexedAsync(order.Id, owedAt, cancellationToken);
        else
            await attempts; // Only what may have a caller who waits for its answer does not.
        return new UpdateResult(order, Changed: true);
    }

    /// <summary>
    /// Publishes what an interrupted try of the same work may have committed and not published. It may have heard something else than this
    /// one does, so that its event has another source; where the commit itself owes that, nothing is to be made good here.
    /// </summary>
    private async Task RepublishAsync(OrderSnapshot? snapshot, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        if (snapshot is null || origin is not { IsRetry: true, IsUnattended: false })
            return;
        foreach (var stored in snapshot.Events.Where(stored => stored.Source != origin.Source))
            await followUps.PublishAsync(snapshot.Order, stored, cancellationToken);
    }

    private async Task<UpdateResult> UnchangedAsync(Order order, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        // A change without an event leaves no proof of itself; when the work was interrupted, its listing may be missing.
        if (origin.IsRetry)
            await followUps.IndexAsync(order, cancellationToken);
        return new UpdateResult(order, Changed: false);
    }
}

/// <summary>Knows who must learn of an event, and in which words.</summary>
public interface IWebhookEventFactory
{
    /// <summary>The ids of the merchant's endpoints that are owed this event.</summary>
    IReadOnlyList<string> EndpointsFor(Order order, string eventType);

    /// <summary>The event's body as it will be sent.</summary>
    string Body(Order order, string eventType, DateTimeOffset occurredAt);
}

/// <summary>What applying a notice to the stored order came to.</summary>
/// <param name="Order">The order afterwards.</param>
/// <param name="Changed">Whether this notice changed it, now or in an earlier, interrupted try.</param>
public sealed record UpdateResult(Order Order, bool Changed);
