using PaymentHub.Orders;

namespace PaymentHub.Merchants.Lists;

/// <summary>A merchant's events in one order that never changes: nothing ever appears before what was read already.</summary>
public interface IEventFeed
{
    /// <summary>The position of an event; null when it does not stand in the feed (yet).</summary>
    Task<string?> FindAsync(string merchantId, string eventId, CancellationToken cancellationToken);

    /// <summary>The events behind a position, oldest first; those that were written just now are not shown yet.</summary>
    /// <param name="after">A position, or null for the beginning.</param>
    Task<ListPage<StoredEvent>> ReadAsync(string merchantId, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>The position right before everything that was written at a time or later.</summary>
    string Before(DateTimeOffset time);
}
