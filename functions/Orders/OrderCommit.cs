using PaymentHub.Storage;

namespace PaymentHub.Orders;

/// <summary>One change of an order, written whole or not at all: the order, its event, and what is owed because of it.</summary>
/// <param name="Order">The order afterwards.</param>
/// <param name="Event">The event, if there is one.</param>
/// <param name="Deliveries">The delivery rows that change, with the state they were read in; a null revision is a new row.</param>
/// <param name="Change">What the order's timeline keeps of it; null when it is nothing to tell.</param>
/// <param name="IndexOwedAt">
/// Set when nobody repeats this work if it is interrupted now: then the lists and the feed are owed, too, from this time on.
/// </param>
public sealed record OrderCommit(
    Order Order,
    StoredEvent? Event,
    IReadOnlyList<(Delivery Delivery, Versioned<Delivery>? Before)> Deliveries,
    OrderChange? Change = null,
    DateTimeOffset? IndexOwedAt = null
);
