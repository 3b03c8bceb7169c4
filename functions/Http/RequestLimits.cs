using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Http;

/// <summary>
/// How many requests a merchant or an operator may make, whatever key it uses: a bucket of tokens each, refilled every second. Each instance of the
/// app counts for itself; the limit prevents one caller's mistake from crowding out the others; it is not for billing.
/// </summary>
public sealed class RequestLimits(MerchantDirectory directory, TimeProvider clock) : IDisposable
{
    /// <summary>How many wrong keys a client may try at the console before each further one has to wait half a minute.</summary>
    internal const int MaxSignIns = 5;

    /// <summary>The same for all clients together, before each further one has to wait a second.</summary>
    internal const int MaxSignInsOfAll = 100;

    private const string Everybody = "";

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

    private readonly TryLimit _failures = new(directory.Settings.FailedBurst, TimeSpan.FromMinutes(1) / directory.Settings.FailedPerMinute, clock);

    // A person mistypes a key a few times; more attempts are an attack. The attempts of all clients together are limited, too, so that many clients
    // cannot get around it. That limit is generous, so that they cannot lock operators out for long; existing sessions are not affected.
    private readonly TryLimit _signIns = new(MaxSignIns, TimeSpan.FromSeconds(30), clock);
    private readonly TryLimit _signInsOfAll = new(MaxSignInsOfAll, Second, clock);

    /// <summary>Counts a request.</summary>
    /// <returns>Null when it may be made, or else how long to wait.</returns>
    public TimeSpan? Wait(Merchant merchant) => Acquire(merchant.Id);

    /// <summary>Counts an operator's request, apart from those of merchants, whose ids hold no slash.</summary>
    public TimeSpan? Wait(Operator one) => Acquire($"operators/{one.Name}");

    /// <summary>How long a client has to wait that has tried too many wrong keys; null when it has not.</summary>
    public TimeSpan? WaitAfterFailures(string client) => AtLeastASecond(_failures.Wait(client));

    /// <summary>How long a client has to wait before it may try to sign in at the console; null when it need not.</summary>
    public TimeSpan? WaitAfterSignIns(string client) => AtLeastASecond(_signIns.Wait(client) ?? _signInsOfAll.Wait(Everybody));

    /// <summary>Counts a try to sign in with a wrong key.</summary>
    public void CountSignIn(string client)
    {
        _signIns.Take(client);
        _signInsOfAll.Take(Everybody);
    }

    /// <summary>Counts a try with a wrong key.</summary>
    public void CountFailure(string client) => _failures.Take(client);

    public void Dispose() => _limiter.Dispose();

    private TimeSpan? Acquire(string caller)
    {
        using var lease = _limiter.AttemptAcquire(caller);
        return lease.IsAcquired ? null : AtLeastASecond(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Second);
    }

    // Answers tell whole seconds.
    private static TimeSpan? AtLeastASecond(TimeSpan? wait) => wait < Second ? Second : wait;
}

/// <summary>When a caller may come again.</summary>
internal static class RetryAfter
{
    /// <summary>Says it in an answer: whole seconds, never too few.</summary>
    public static void Set(HttpResponse response, TimeSpan wait) =>
        response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
