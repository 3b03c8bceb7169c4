using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Telemetry;

namespace PaymentHub.Operations;

/// <summary>Says for telemetry what the integrity check has found, and what it looks up
/// on the way: reviews, when accounts were last heard of, and how many of them are out.</summary>
public sealed class HubMeasures(HubGauges gauges, ReviewList reviews, AccountActivity activity, MerchantDirectory directory)
{
    /// <summary>At how many of the oldest orders in review is looked.</summary>
    private const int MaxReviews = 100;

    /// <summary>Says it all.</summary>
    public async Task MeasureAsync(IntegrityReport report, CancellationToken cancellationToken)
    {
        gauges.AccountsOut(directory.Broken.SelectMany(merchant => merchant.Accounts).Count());
        gauges.DeadLetters(report.DeadLetters.Count);
        gauges.Suspended(report.Suspended.Count, report.SuspendedSince);
        var orders = await reviews.OldestAsync(MaxReviews, cancellationToken);
        gauges.Reviews(
            orders
                .GroupBy(order => order.ReviewReason!.Value)
                .Select(group => (SnakeCaseEnum.Of(group.Key), group.Count(), group.Min(order => order.StatusSince ?? order.UpdatedAt)))
        );
        foreach (var (account, at) in await activity.HeardAsync(cancellationToken))
            gauges.Heard(account, at);
    }
}
