namespace PaymentHub.Listings;

/// <summary>What is kept of the orders' lives.</summary>
public interface ITimelines
{
    /// <summary>An order's timeline; null when there is no such order.</summary>
    Task<Timeline?> ReadAsync(string orderId, CancellationToken cancellationToken);
}
