using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Listings;

/// <summary>
/// A merchant's events: in one order that never changes, so that nothing ever appears before what was read already; and by when they
/// happened, newest first, for looking around.
/// </summary>
public interface IEventFeed
{
    /// <summary>The position of an event; null when it does not stand in the feed (yet).</summary>
    Task<string?> FindAsync(string merchantId, string eventId, CancellationToken cancellationToken);

    /// <summary>The events behind a position, oldest first; those that were written just now are not shown yet.</summary>
    /// <param name="after">A position, or null for the beginning.</param>
    Task<ListPage<StoredEvent>> ReadAsync(string merchantId, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The events that a filter shows, newest first. What it reads is bounded, whatever is stored: a page that had to leave off says
    /// where to go on.
    /// </summary>
    /// <param name="after">Where an earlier page left off; null begins with the newest.</param>
    Task<ListPage<StoredEvent>> ReadNewestAsync(string merchantId, EventFilter filter, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>The position right before everything that was written at a time or later.</summary>
    string Before(DateTimeOffset time);
}
