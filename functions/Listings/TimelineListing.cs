using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Listings;

/// <summary>GET /v1/deposits/{id}/timeline and the same of withdrawals: what support reads to a customer.</summary>
public sealed class TimelineListing(ITimelines timelines)
{
    /// <summary>The timeline of one of the merchant's orders.</summary>
    public async Task<Result<Timeline>> FindAsync(Merchant merchant, OrderKind kind, string id, CancellationToken cancellationToken) =>
        OrderId.IsWellFormed(id, kind) && await timelines.ReadAsync(id, cancellationToken) is { } timeline && timeline.Order.MerchantId == merchant.Id
            ? new Result<Timeline>.Success(timeline)
            : new Result<Timeline>.Failure(Problem.NotFound(SnakeCaseEnum.Of(kind)));
}
