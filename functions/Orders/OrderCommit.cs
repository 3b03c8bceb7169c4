using PaymentHub.Storage;

namespace PaymentHub.Orders;

/// <summary>One change of an order, written completely or not at all: the order, its event, and the outbox entries that it causes.</summary>
/// <param name="Order">The order afterwards.</param>
/// <param name="Event">The event, if there is one.</param>
/// <param name="Deliveries">The delivery rows that change, with the state they were read in; a null revision is a new row.</param>
/// <param name="Change">What the order's timeline shows of it; null if nothing.</param>
/// <param name="IndexOwedAt"> Set if nobody repeats this work when it is interrupted: then an outbox entry for the lists and the feed, due at this
/// time, is written, too.
/// </param>
public sealed record OrderCommit(
    Order Order,
    StoredEvent? Event,
    IReadOnlyList<(Delivery Delivery, Versioned<Delivery>? Before)> Deliveries,
    OrderChange? Change = null,
    DateTimeOffset? IndexOwedAt = null
);
