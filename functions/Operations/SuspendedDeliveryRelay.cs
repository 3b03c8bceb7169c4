using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Storage;
using PaymentHub.Telemetry;
using PaymentHub.Webhooks;

namespace PaymentHub.Operations;

/// <summary>
/// Wakes suspended deliveries. They cost nothing while nothing is sent to their endpoint. When a probe may be sent, one delivery is woken for it;
/// when the endpoint accepts webhooks again, all are, a limited number per run.
/// </summary>
public sealed partial class SuspendedDeliveryRelay(
    StorageClients storage,
    IBreakerStore breakers,
    MerchantDirectory directory,
    HubGauges gauges,
    TimeProvider clock,
    ILogger<SuspendedDeliveryRelay> logger
)
{
    private const int BucketsAtOnce = 8;

    /// <summary>Among how many of a bucket's deliveries a probe is looked for: as many as come in one read.</summary>
    private const int MaxLookedAt = 1_000;

    /// <summary>As many of one endpoint as a run wakes at most: it takes a few at a time, and the others share its queue.</summary>
    private const int MaxWoken = 500;

    /// <summary>How long nothing may have been suspended before it is not looked for any
    /// more: twice <see cref="CircuitBreakers"/>' fresh mark.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    private readonly TableClient _table = storage.Table(TableNames.Orders);

    /// <summary>One pass over every endpoint that something may be suspended for.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var all = await breakers.ListAsync(cancellationToken);
        gauges.Breakers(all.Count(seen => seen.Value.IsOpen), all.Min(seen => seen.Value.OpenedAt));
        foreach (var seen in all)
        {
            var breaker = seen.Value;
            var endpoint = directory.FindMerchant(breaker.MerchantId)?.Endpoints.FirstOrDefault(candidate => candidate.Id == breaker.Endpoint);
            if (!breaker.HasSuspended || endpoint is null or { Disabled: true } || breaker.ProbeAt > clock.GetUtcNow())
                continue;
            var queue = storage.Queue(QueueNames.Webhooks);
            // The messages are there, only not worked off: more of them would make it worse.
            if ((await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount > directory.Settings.Outbox.QueueLimit)
                return;
            if (breaker.IsOpen)
                await WakeProbeAsync(seen, cancellationToken);
            else
                await WakeAllAsync(seen, cancellationToken);
        }
    }

    /// <summary>
    /// Wakes one delivery; it asks the breaker itself, so that two wakes are still one probe. Not the same one every time: an endpoint may refuse one
    /// order forever and otherwise work.
    /// </summary>
    private async Task WakeProbeAsync(Versioned<Breaker> seen, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await FindProbeAsync(seen.Value, cancellationToken) is not { } entry)
        {
            // Everything was given up on, or asked for by hand. Whatever is owed next probes by itself.
            await UnmarkAsync(seen, now, cancellationToken);
            return;
        }

        var heldUntil = now + directory.Settings.Outbox.Repeat;
        if (await OutboxEntry.TryMarkAsync(_table, entry, heldUntil, cancellationToken))
            await WakeAsync(entry, heldUntil, cancellationToken);
    }

    /// <summary>Any one that was never woken; when all were, the one whose last wake is the longest ago.</summary>
    private async Task<TableEntity?> FindProbeAsync(Breaker breaker, CancellationToken cancellationToken)
    {
        TableEntity? longest = null;
        // Begun anywhere: the orders that opened the breaker are suspended first, and are no better than any others.
        var first = Random.Shared.Next(Keys.Buckets);
        for (var number = 0; number < Keys.Buckets; number++)
        {
            await foreach (var entry in Suspended(breaker, first + number, null, MaxLookedAt).Take(MaxLookedAt).WithCancellation(cancellationToken))
            {
                if (entry.GetInt32(OutboxEntry.Wakes) is null or 0)
                    return entry;
                if (longest is null || entry.GetDateTimeOffset(OutboxEntry.WakeAt) < longest.GetDateTimeOffset(OutboxEntry.WakeAt))
                    longest = entry;
            }
        }

        return longest;
    }

    private async Task WakeAllAsync(Versioned<Breaker> seen, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var max = Math.Min(directory.Settings.Outbox.MaxWakes, MaxWoken);
        // Always the same wait: a breaker that opens and closes a few times must not delay its deliveries more each time.
        var heldUntil = now + directory.Settings.Outbox.Repeat;
        var woken = 0;
        await Parallel.ForAsync(
            0,
            Keys.Buckets,
            new ParallelOptions { MaxDegreeOfParallelism = BucketsAtOnce, CancellationToken = cancellationToken },
            async (number, token) =>
            {
                await foreach (var entry in Suspended(seen.Value, number, now, Math.Min(max, 1000)).WithCancellation(token))
                {
                    if (Interlocked.Increment(ref woken) > max)
                        return;
                    if (await OutboxEntry.TryMarkAsync(_table, entry, heldUntil, token))
                        await WakeAsync(entry, heldUntil, token);
                }
            }
        );

        if (woken > 0)
            Log.Woken(logger, Math.Min(woken, max), seen.Value.MerchantId, seen.Value.Endpoint);
        else if (seen.Value.ChangedAt + Quiet < now && !await AnyAsync(seen.Value, cancellationToken))
            await UnmarkAsync(seen, now, cancellationToken);
    }

    /// <summary>Looks no more for what is suspended for an endpoint, unless somebody may be about to suspend something.</summary>
    private async Task UnmarkAsync(Versioned<Breaker> seen, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (seen.Value.ChangedAt + Quiet < now)
            await breakers.TryWriteAsync(seen, seen.Value with { HasSuspended = false, ChangedAt = now }, cancellationToken);
    }

    private async Task<bool> AnyAsync(Breaker breaker, CancellationToken cancellationToken)
    {
        for (var number = 0; number < Keys.Buckets; number++)
        {
            if (await Suspended(breaker, number, null, 1).AnyAsync(cancellationToken))
                return true;
        }

        return false;
    }

    /// <summary>What is suspended for an endpoint in one bucket; with a time, what nobody has woken lately.</summary>
    private AsyncPageable<TableEntity> Suspended(Breaker breaker, int number, DateTimeOffset? now, int pageSize)
    {
        var (from, before) = Keys.SuspendedRange(breaker.MerchantId, breaker.Endpoint);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Bucket(number)} and RowKey ge {from} and RowKey lt {before}");
        if (now is { } by)
            filter += " and " + TableClient.CreateQueryFilter($"WakeAt le {by}");
        return _table.QueryAsync<TableEntity>(filter, pageSize);
    }

    private async Task WakeAsync(TableEntity entry, DateTimeOffset? heldUntil, CancellationToken cancellationToken)
    {
        var wakeUp = new DeliveryWakeUp(OutboxEntry.Parts(entry.RowKey)[3], OutboxEntry.Parts(entry.RowKey)[2], Version: null, Attempt: 0, heldUntil)
        {
            Trace = entry.GetString(OutboxEntry.Trace),
        };
        await storage.Queue(QueueNames.Webhooks).SendMessageAsync(DeliveryEnvelope.Write(wakeUp), null, Never, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "The outbox relay woke {Woken} deliveries that were suspended for merchant {Merchant}, endpoint {Endpoint}."
        )]
        public static partial void Woken(ILogger logger, int woken, string merchant, string endpoint);
    }
}
