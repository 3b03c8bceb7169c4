using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;

namespace PaymentHub.Callbacks;

/// <summary>
/// How many unsigned callbacks are stored for an account: a token bucket each, refilled every minute. Anybody who knows a callback URL can post
/// anything, and what is stored of it must not bury genuine callbacks, which take no token. A callback that finds the bucket empty is not
/// acknowledged either: if it was genuine and our key is wrong, its provider sends it again.
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

    /// <summary>How long to wait until one more is stored; null if this one is. The start and end of a flood are logged, not each callback.</summary>
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
