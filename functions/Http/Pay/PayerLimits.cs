using System.Threading.RateLimiting;

namespace PaymentHub.Http.Pay;

/// <summary>
/// How often a payer's page may be asked for: a bucket of tokens for each page, so that one that everybody looks at crowds out no other. A
/// page in front of its payer asks once in three seconds; so many may be open at once. Each instance of the app counts for itself.
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
