using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Operations;

/// <summary>GET /ops/orders/{id}: everything that is known of an order: its own rows, and the callbacks that spoke of it.</summary>
public sealed class OrderHistory(Timelines timelines, Quarantine callbacks)
{
    /// <summary>A read each; more than a provider sends of one order.</summary>
    private const int MaxCallbacks = 20;

    public async Task<Result<OrderWithHistory>> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!OrderId.IsWellFormed(id) || await timelines.ReadAsync(id, cancellationToken) is not { } timeline)
            return new Result<OrderWithHistory>.Failure(Problem.NotFound("order"));
        var ids = timeline
            .Entries.OfType<TimelineEntry.Noticed>()
            .Where(entry => entry.Source == "callback")
            .Select(entry => entry.SourceId)
            .OfType<string>()
            .Distinct()
            .ToList();
        var found = await Task.WhenAll(ids.TakeLast(MaxCallbacks).Select(one => callbacks.FindEvidenceAsync(one, cancellationToken)));
        return new Result<OrderWithHistory>.Success(
            new OrderWithHistory(timeline, [.. found.OfType<QuarantinedCallback>()], ids.Count <= MaxCallbacks)
        );
    }
}

/// <summary>An order and everything that happened to it.</summary>
/// <param name="Callbacks">The callbacks that changed it, oldest first, as far as they are still kept.</param>
/// <param name="AllCallbacks">False when there were more.</param>
public sealed record OrderWithHistory(Timeline Timeline, IReadOnlyList<QuarantinedCallback> Callbacks, bool AllCallbacks);
