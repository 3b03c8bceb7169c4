using PaymentHub.Listings;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Webhooks;

/// <summary>The webhooks that were given up of late and have not been delivered since: their record stays, and they need nobody any more.</summary>
public sealed class FailedDeliveries(FailedWebhooks webhooks, IDeliveryStore deliveries, TimeProvider clock)
{
    private static readonly TimeSpan Late = TimeSpan.FromDays(7);

    /// <summary>So many records are held against what stands, newest first: a read for each order among them.</summary>
    private const int MaxCounted = 1_000;

    /// <summary>All of them, newest first, as far as a bounded number of reads shows them.</summary>
    public async Task<Counted<FailedWebhook>> CountAsync(CancellationToken cancellationToken)
    {
        var records = await webhooks.CountAsync(clock.GetUtcNow() - Late, cancellationToken);
        var looked = records.Items.Take(MaxCounted).ToList();
        var orders = looked.Select(failed => failed.OrderId).Distinct().ToList();
        var snapshots = (await orders.FindAllAsync(deliveries.ReadAsync, cancellationToken)).ToDictionary(
            snapshot => snapshot.Order.Id,
            StringComparer.Ordinal
        );
        return new(
            [
                .. looked.Where(failed =>
                    StoredEvent.ParseId(failed.EventId) is var (orderId, version)
                    && snapshots.GetValueOrDefault(orderId)?.Of(failed.Endpoint)?.Value.Failed.Contains(version) == true
                ),
            ],
            records.More || records.Items.Count > MaxCounted
        );
    }
}
