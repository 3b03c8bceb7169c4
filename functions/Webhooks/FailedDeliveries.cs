using PaymentHub.Listings;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Webhooks;

/// <summary>
/// The webhooks that were given up recently and have not been delivered since. Delivered ones keep their record, but need no attention.
/// </summary>
public sealed class FailedDeliveries(FailedWebhooks webhooks, IDeliveryStore deliveries, TimeProvider clock)
{
    private static readonly TimeSpan Late = TimeSpan.FromDays(7);

    /// <summary>How many records are compared with the current state, newest first: a read per order.</summary>
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
