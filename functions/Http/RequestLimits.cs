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
    /// <summary>So many wrong keys a client may try at the console before each further one has to wait half a minute.</summary>
    internal const int MaxSignIns = 5;

    /// <summary>And so many all clients together, before each further one has to wait a second.</summary>
    internal const int MaxSignInsOfAll = 100;

    /// <summary>No client's address.</summary>
    private const string Everybody = "*";

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

    // A person who signs in mistypes a key a few times; whoever goes on is none. What all clients get wrong together is bounded, too, so that
    // many of them are no way around it; it is wide, so that they cannot keep operators out for long, and who is signed in notices nothing.
    private readonly PartitionedRateLimiter<string> _signIns = PartitionedRateLimiter.Create<string, string>(client =>
        RateLimitPartition.GetTokenBucketLimiter(
            client,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = client == Everybody ? MaxSignInsOfAll : MaxSignIns,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = client == Everybody ? Second : TimeSpan.FromSeconds(30),
            }
        )
    );

    /// <summary>Counts a request.</summary>
    /// <returns>Null when it may be made, or else how long to wait.</returns>
    public TimeSpan? Wait(Merchant merchant) => Acquire(_limiter, merchant.Id, 1);

    /// <summary>Counts an operator's request, apart from those of merchants, whose ids hold no slash.</summary>
    public TimeSpan? Wait(Operator one) => Acquire(_limiter, $"operators/{one.Name}", 1);

    /// <summary>How long a client has to wait that has tried too many wrong keys; null when it has not.</summary>
    public TimeSpan? WaitAfterFailures(string client) => Left(_failures, client);

    /// <summary>How long a client has to wait before it may try to sign in at the console; null when it need not.</summary>
    public TimeSpan? WaitAfterSignIns(string client) => Left(_signIns, client) ?? Left(_signIns, Everybody);

    /// <summary>Counts a try to sign in with a wrong key.</summary>
    public void CountSignIn(string client)
    {
        Acquire(_signIns, client, 1);
        Acquire(_signIns, Everybody, 1);
    }

    /// <summary>Counts a try with a wrong key.</summary>
    public void CountFailure(string client) => Acquire(_failures, client, 1);

    public void Dispose()
    {
        _limiter.Dispose();
        _failures.Dispose();
        _signIns.Dispose();
    }

    // Asked for no permit at all, a bucket is content with the fraction of one that it has been refilled with.
    private static TimeSpan? Left(PartitionedRateLimiter<string> limiter, string caller) =>
        limiter.GetStatistics(caller) is { CurrentAvailablePermits: < 1 } ? Acquire(limiter, caller, 1) : null;

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
