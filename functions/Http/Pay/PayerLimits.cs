using System.Threading.RateLimiting;

namespace PaymentHub.Http.Pay;

/// <summary>
/// How often a payer's page may be requested: a token bucket per page, so that a popular page does not crowd out others. An open page asks once every
/// three seconds; the bucket allows many to be open at once. Each instance of the app counts for itself.
/// </summary>
public sealed class PayerLimits : IDisposable
{
    internal const int Burst = 100;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(page =>
        RateLimitPartition.GetTokenBucketLimiter(
            page,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Burst,
                TokensPerPeriod = 10,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            }
        )
    );

    /// <summary>Counts a request; false when it is one too many.</summary>
    public bool MayAsk(string page)
    {
        using var lease = _limiter.AttemptAcquire(page);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
