using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Webhooks;

/// <summary>Everything that an order's deliveries need, read at one moment.</summary>
/// <param name="Order">The order.</param>
/// <param name="Events">Its events, oldest first.</param>
/// <param name="Deliveries">The deliveries to each endpoint.</param>
/// <param name="Attempts">The attempts that are kept, by endpoint, version and number.</param>
public sealed record DeliverySnapshot(
    Order Order,
    IReadOnlyList<StoredEvent> Events,
    IReadOnlyList<Versioned<Delivery>> Deliveries,
    IReadOnlyList<Attempt> Attempts
)
{
    /// <summary>The delivery to an endpoint; null if there never was one.</summary>
    public Versioned<Delivery>? Of(string endpoint) => Deliveries.FirstOrDefault(row => row.Value.Endpoint == endpoint);

    /// <summary>The event of that version; null when there is none.</summary>
    public StoredEvent? Event(int version) => Events.FirstOrDefault(stored => stored.Version == version);

    /// <summary>The kept attempts at delivering an event to an endpoint, oldest first.</summary>
    public IReadOnlyList<Attempt> AttemptsOf(string endpoint, int version) =>
        [.. Attempts.Where(attempt => attempt.Endpoint == endpoint && attempt.Version == version).OrderBy(attempt => attempt.Number)];

    /// <summary>The number of the last attempt at delivering an event to an endpoint; 0 when there was none.</summary>
    public int LastNumber(string endpoint, int version) => AttemptsOf(endpoint, version).Select(attempt => attempt.Number).LastOrDefault();
}
