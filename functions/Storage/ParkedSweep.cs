using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Webhooks;

namespace PaymentHub.Storage;

/// <summary>
/// Wakes what is parked. Nothing parked costs anything while its endpoint is sent nothing; when a probe may go out, one delivery is
/// woken to be it, and when the endpoint takes webhooks again, all are, so many a sweep.
/// </summary>
public sealed partial class ParkedSweep(StorageClients storage, IBreakerStore breakers, MerchantDirectory directory, TimeProvider clock, ILogger<ParkedSweep> logger)
{
    private const int BucketsAtOnce = 8;

    /// <summary>Among how many of a bucket's deliveries a probe is looked for: as many as come in one read.</summary>
    private const int MostLookedAt = 1_000;

    /// <summary>How long nothing may have been parked before it is not looked for any more: twice <see cref="CircuitBreakers"/>' fresh mark.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    private readonly TableClient _table = storage.Table(TableNames.Orders);

    /// <summary>One pass over every endpoint that something may be parked for.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var seen in await breakers.ListAsync(cancellationToken))
        {
            var breaker = seen.Breaker;
            var endpoint = directory.FindMerchant(breaker.MerchantId)?.Endpoints.FirstOrDefault(candidate => candidate.Id == breaker.Endpoint);
            if (!breaker.HasParked || endpoint is null or { Disabled: true } || breaker.ProbeAt > clock.GetUtcNow())
                continue;
            var queue = storage.Queue(QueueNames.Webhooks);
            // The messages are there, only not worked off: more of them would make it worse.
            if ((await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount > directory.Settings.SweepQueueLimit)
                return;
            if (breaker.IsOpen)
                await WakeProbeAsync(seen, cancellationToken);
            else
                await WakeAllAsync(seen, cancellationToken);
        }
    }

    /// <summary>
    /// Wakes one delivery; it asks the breaker itself, so that two wakes are still one probe. Not the same one every time: an endpoint
    /// may refuse one order for ever and be well otherwise.
    /// </summary>
    private async Task WakeProbeAsync(StoredBreaker seen, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await FindProbeAsync(seen.Breaker, cancellationToken) is not { } promise)
        {
            // Everything was given up on, or asked for by hand. Whatever is owed next probes by itself.
            await UnmarkAsync(seen, now, cancellationToken);
            return;
        }

        var heldUntil = now + directory.Settings.SweepRepeat;
        if (await Promise.TryMarkAsync(_table, promise, heldUntil, cancellationToken))
            await CallAsync(promise, heldUntil, cancellationToken);
    }

    /// <summary>Any one that was never woken; when all were, the one whose last wake is the longest ago.</summary>
    private async Task<TableEntity?> FindProbeAsync(Breaker breaker, CancellationToken cancellationToken)
    {
        TableEntity? longest = null;
        // Begun anywhere: the orders that opened the breaker are parked first, and are no better than any others.
        var first = Random.Shared.Next(Keys.Buckets);
        for (var number = 0; number < Keys.Buckets; number++)
        {
            await foreach (var promise in Parked(breaker, first + number, null, MostLookedAt).Take(MostLookedAt).WithCancellation(cancellationToken))
            {
                if (promise.GetInt32(Promise.Wakes) is null or 0)
                    return promise;
                if (longest is null || promise.GetDateTimeOffset(Promise.WakeAt) < longest.GetDateTimeOffset(Promise.WakeAt))
                    longest = promise;
            }
        }

        return longest;
    }

    private async Task WakeAllAsync(StoredBreaker seen, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var most = directory.Settings.SweepMaxWakes;
        // Always the same wait: a breaker that opens and closes a few times must not make what it holds wait for longer each time.
        var heldUntil = now + directory.Settings.SweepRepeat;
        var woken = 0;
        await Parallel.ForAsync(0, Keys.Buckets, new ParallelOptions { MaxDegreeOfParallelism = BucketsAtOnce, CancellationToken = cancellationToken }, async (number, token) =>
        {
            await foreach (var promise in Parked(seen.Breaker, number, now, Math.Min(most, 1000)).WithCancellation(token))
            {
                if (Interlocked.Increment(ref woken) > most)
                    return;
                if (await Promise.TryMarkAsync(_table, promise, heldUntil, token))
                    await CallAsync(promise, heldUntil, token);
            }
        });

        if (woken > 0)
            Log.Woken(logger, Math.Min(woken, most), seen.Breaker.MerchantId, seen.Breaker.Endpoint);
        else if (seen.Breaker.ChangedAt + Quiet < now && !await AnyAsync(seen.Breaker, cancellationToken))
            await UnmarkAsync(seen, now, cancellationToken);
    }

    /// <summary>Looks no more for what is parked for an endpoint, unless somebody may be about to park something.</summary>
    private async Task UnmarkAsync(StoredBreaker seen, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (seen.Breaker.ChangedAt + Quiet < now)
            await breakers.TryWriteAsync(seen, seen.Breaker with { HasParked = false, ChangedAt = now }, cancellationToken);
    }

    private async Task<bool> AnyAsync(Breaker breaker, CancellationToken cancellationToken)
    {
        for (var number = 0; number < Keys.Buckets; number++)
            if (await Parked(breaker, number, null, 1).AnyAsync(cancellationToken))
                return true;
        return false;
    }

    /// <summary>What is parked for an endpoint in one bucket; with a time, what nobody has woken lately.</summary>
    private AsyncPageable<TableEntity> Parked(Breaker breaker, int number, DateTimeOffset? now, int pageSize)
    {
        var (from, before) = Keys.ParkedRange(breaker.MerchantId, breaker.Endpoint);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Bucket(number)} and RowKey ge {from} and RowKey lt {before}");
        if (now is { } by)
            filter += " and " + TableClient.CreateQueryFilter($"WakeAt le {by}");
        return _table.QueryAsync<TableEntity>(filter, pageSize);
    }

    private async Task CallAsync(TableEntity promise, DateTimeOffset? heldUntil, CancellationToken cancellationToken)
    {
        var call = new DeliveryCall(Promise.Parts(promise.RowKey)[3], Promise.Parts(promise.RowKey)[2], Version: null, Attempt: 0, heldUntil);
        await storage.Queue(QueueNames.Webhooks).SendMessageAsync(DeliveryEnvelope.Write(call), null, Never, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The sweep woke {Woken} deliveries that were parked for merchant {Merchant}, endpoint {Endpoint}.")]
        public static partial void Woken(ILogger logger, int woken, string merchant, string endpoint);
    }
}
