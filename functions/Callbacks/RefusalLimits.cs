using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;

namespace PaymentHub.Callbacks;

/// <summary>
/// How many callbacks that nobody has signed are kept for an account: a bucket of tokens each, refilled every minute. Whoever knows a
/// callback URL can post whatever comes to mind, and what is kept of it must not bury what is genuine, which takes no token. What finds
/// the bucket empty is not acknowledged either: were it genuine and our key wrong, its provider sends it again.
/// </summary>
public sealed partial class RefusalLimits(MerchantDirectory directory, ILogger<RefusalLimits> logger) : IDisposable
{
    private static readonly TimeSpan RefillEvery = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> _flooded = [];
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(accountId =>
        RateLimitPartition.GetTokenBucketLimiter(
            accountId,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = directory.Settings.RefusedBurst,
                TokensPerPeriod = directory.Settings.RefusedPerMinute,
                ReplenishmentPeriod = RefillEvery,
            }
        )
    );

    /// <summary>How long to wait until one more is kept; null when this one is. That a
    /// flood begins and ends is logged, and not each of its bodies.</summary>
    public TimeSpan? Wait(string accountId)
    {
        using var lease = _limiter.AttemptAcquire(accountId);
        lock (_flooded)
        {
            if (lease.IsAcquired ? _flooded.Remove(accountId) : _flooded.Add(accountId))
                Log.Flood(logger, accountId, lease.IsAcquired ? "are kept again" : "are more than are kept, and not acknowledged");
        }

        return lease.IsAcquired ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait
            : RefillEvery;
    }

    public void Dispose() => _limiter.Dispose();

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Account {Account}: callbacks without a valid signature {What}. Either its credentials here are wrong, or somebody else knows its callback URL."
        )]
        public static partial void Flood(ILogger logger, string account, string what);
    }
}
