using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Http;

/// <summary>
/// How many requests a merchant or an operator may make, whatever key it uses: a
/// bucket of tokens each, refilled every second. Each instance of the app
/// counts for itself; the limit is there so that nobody's mistake crowds out the others, not to bill by.
/// </summary>
public sealed class RequestLimits(MerchantDirectory directory) : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(caller =>
        RateLimitPartition.GetTokenBucketLimiter(
            caller,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = directory.Settings.RequestBurst,
                TokensPerPeriod = directory.Settings.RequestsPerSecond,
                ReplenishmentPeriod = Second,
            }
        )
    );

    private readonly PartitionedRateLimiter<string> _failures = PartitionedRateLimiter.Create<string, string>(client =>
        RateLimitPartition.GetTokenBucketLimiter(
            client,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = directory.Settings.FailedBurst,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = TimeSpan.FromMinutes(1) / directory.Settings.FailedPerMinute,
            }
        )
    );

    /// <summary>Counts a request.</summary>
    /// <returns>Null when it may be made, or else how long to wait.</returns>
    public TimeSpan? Wait(Merchant merchant) => Acquire(_limiter, merchant.Id, 1);

    /// <summary>Counts an operator's request, apart from those of merchants, whose ids hold no slash.</summary>
    public TimeSpan? Wait(Operator one) => Acquire(_limiter, $"operators/{one.Name}", 1);

    /// <summary>How long a client has to wait that has tried too many wrong keys; null when it has not.</summary>
    public TimeSpan? WaitAfterFailures(string client) => Acquire(_failures, client, 0);

    /// <summary>Counts a try with a wrong key.</summary>
    public void CountFailure(string client) => Acquire(_failures, client, 1);

    public void Dispose()
    {
        _limiter.Dispose();
        _failures.Dispose();
    }

    private static TimeSpan? Acquire(PartitionedRateLimiter<string> limiter, string caller, int requests)
    {
        using var lease = limiter.AttemptAcquire(caller, requests);
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > Second ? wait : Second;
    }
}

/// <summary>When a caller may come again.</summary>
internal static class RetryAfter
{
    /// <summary>Says it in an answer: whole seconds, never too few.</summary>
    public static void Set(HttpResponse response, TimeSpan wait) =>
        response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
