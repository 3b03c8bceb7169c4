using System.Threading.RateLimiting;
using PaymentHub.Merchants;

namespace PaymentHub.Http;

/// <summary>
/// How many requests a merchant may make, whatever key it uses: a bucket of tokens each, refilled every second. Each instance of the app
/// counts for itself; the limit is there so that nobody's mistake crowds out the others, not to bill by.
/// </summary>
public sealed class RequestLimits(MerchantDirectory directory) : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(merchantId =>
        RateLimitPartition.GetTokenBucketLimiter(merchantId, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = directory.Settings.RequestBurst,
            TokensPerPeriod = directory.Settings.RequestsPerSecond,
            ReplenishmentPeriod = Second,
        }));

    /// <summary>Counts a request.</summary>
    /// <returns>Null when it may be made, or else how long to wait.</returns>
    public TimeSpan? Wait(Merchant merchant)
    {
        using var lease = _limiter.AttemptAcquire(merchant.Id);
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > Second ? wait : Second;
    }

    public void Dispose() => _limiter.Dispose();
}
