using System.Globalization;
using Microsoft.Extensions.Primitives;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>The webhooks that were given up of late and have not been delivered since: their record stays, and they need nobody any more.</summary>
public sealed class FailedDeliveries(FailedWebhooks webhooks, IDeliveryStore deliveries, TimeProvider clock)
{
    private static readonly TimeSpan Late = TimeSpan.FromDays(7);

    private const int AtOnce = 8;

    /// <summary>The newest: one page of the records, and one read for each order on it.</summary>
    public async Task<ListPage<FailedWebhook>> ListAsync(int max, CancellationToken cancellationToken)
    {
        var query = new Dictionary<string, StringValues>
        {
            ["limit"] = max.ToString(CultureInfo.InvariantCulture),
            ["from"] = OrderJson.Time(clock.GetUtcNow() - Late),
        };
        if (await webhooks.ListAsync(query, cancellationToken) is not Result<ListPage<FailedWebhook>>.Success { Value: var page })
            return new([], null);
        var stands = new bool[page.Items.Count];
        await Parallel.ForAsync(
            0,
            stands.Length,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, token) => stands[i] = await StandsAsync(page.Items[i], token)
        );
        return page with { Items = [.. page.Items.Where((_, i) => stands[i])] };
    }

    private async Task<bool> StandsAsync(FailedWebhook failed, CancellationToken cancellationToken) =>
        StoredEvent.ParseId(failed.EventId) is var (orderId, version)
        && await deliveries.ReadAsync(orderId, cancellationToken) is { } snapshot
        && snapshot.Of(failed.Endpoint)?.Value.Failed.Contains(version) == true;
}
