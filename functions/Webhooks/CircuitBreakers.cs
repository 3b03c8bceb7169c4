using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Webhooks;

/// <summary>
/// Prevents dead endpoints from being called again and again. Each instance counts failures by itself, over different orders, because a single order
/// that an endpoint refuses has its own schedule. Whether a breaker is open is stored, and every instance reads it now and then.
/// </summary>
public sealed partial class CircuitBreakers(IBreakerStore store, MerchantDirectory directory, TimeProvider clock, ILogger<CircuitBreakers> logger)
{
    private const int MaxRaces = 10;

    /// <summary>How old the knowledge of a closed breaker may be: for so long, an opening by another instance goes unnoticed.</summary>
    private static readonly TimeSpan FreshWhenClosed = TimeSpan.FromSeconds(30);

    /// <summary>The same for an open one: for so long, its closing goes unnoticed.</summary>
    private static readonly TimeSpan FreshWhenOpen = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How recently a breaker must have been marked before something is suspended; half of the time after which the outbox relay removes the mark.
    /// </summary>
    private static readonly TimeSpan FreshMark = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string Merchant, string Endpoint), Known> _known = new();

    /// <summary>Asks whether an attempt may be made. A granted probe has to be made.</summary>
    public async Task<CircuitState> EnterAsync(string merchantId, string endpoint, CancellationToken cancellationToken)
    {
        var seen = await LookAsync(merchantId, endpoint, cancellationToken);
        if (!seen.Value.IsOpen)
            return CircuitState.Closed;
        var now = clock.GetUtcNow();
        if (seen.Value.ProbeAt > now)
            return CircuitState.Open;

        var probing = seen.Value.Probe(directory.Settings.Delivery, now);
        Forget(merchantId, endpoint);
        if (!await store.TryWriteAsync(seen, probing, cancellationToken))
            return CircuitState.Open; // Another one probes; or this one does after the next wait.
        Log.Probing(logger, merchantId, endpoint, probing.Probes);
        return CircuitState.HalfOpen;
    }

    /// <summary>Notes how an attempt ended.</summary>
    public async Task ReportAsync(string merchantId, string endpoint, string orderId, EndpointAnswer answer, CancellationToken cancellationToken)
    {
        // An endpoint that refuses this webhook for good is alive, and everything else may be sent to it.
        var alive = answer.IsDelivered || answer.IsGone;
        var known = _known.GetOrAdd((merchantId, endpoint), _ => new Known());
        var failures = known.Count(alive ? null : orderId);
        var wasOpen = known.Seen?.Value.IsOpen ?? true;
        var now = clock.GetUtcNow();
        if (alive)
        {
            if (wasOpen && await ChangeAsync(merchantId, endpoint, breaker => breaker.IsOpen ? breaker.Close(now) : null, cancellationToken))
                Log.Closed(logger, merchantId, endpoint);
            return;
        }

        var settings = directory.Settings.Delivery;
        var asked = RetrySchedule.Asked(answer, now, settings.BreakerMax);
        if (asked is not null && wasOpen)
        {
            await ChangeAsync(
                merchantId,
                endpoint,
                breaker => breaker.ProbeAt < asked ? breaker.Postpone(asked) with { ChangedAt = now } : null,
                cancellationToken
            );
        }

        if (failures < settings.BreakerFailures)
            return;
        if (
            await ChangeAsync(merchantId, endpoint, breaker => breaker.IsOpen ? null : breaker.Open(settings, now).Postpone(asked), cancellationToken)
        )
        {
            Log.Opened(logger, merchantId, endpoint, failures);
        }
        // They have served their purpose: once it is closed again, counting restarts.
        known.Count(null);
    }

    /// <summary>Makes sure that what is suspended next will be looked for; call it before suspending.</summary>
    public async Task MarkAsync(string merchantId, string endpoint, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue((merchantId, endpoint), out var known) && known.Seen is { } seen && IsMarked(seen.Value))
            return;
        await ChangeAsync(
            merchantId,
            endpoint,
            breaker => IsMarked(breaker) ? null : breaker with { HasSuspended = true, ChangedAt = now },
            cancellationToken
        );

        bool IsMarked(Breaker breaker) => breaker.HasSuspended && breaker.ChangedAt > now - FreshMark;
    }

    /// <summary>The breaker as it is known here, at most some seconds old.</summary>
    public async Task<Breaker> FindAsync(string merchantId, string endpoint, CancellationToken cancellationToken) =>
        (await LookAsync(merchantId, endpoint, cancellationToken)).Value;

    /// <summary>Whether it is closed, and the last attempt that this instance made did not fail.</summary>
    public async Task<bool> IsHealthyAsync(string merchantId, string endpoint, CancellationToken cancellationToken) =>
        !(await LookAsync(merchantId, endpoint, cancellationToken)).Value.IsOpen
        && (!_known.TryGetValue((merchantId, endpoint), out var known) || !known.IsFailing);

    private async Task<Versioned<Breaker>> LookAsync(string merchantId, string endpoint, CancellationToken cancellationToken)
    {
        var known = _known.GetOrAdd((merchantId, endpoint), _ => new Known());
        var now = clock.GetUtcNow();
        if (known.SeenWithin(FreshWhenClosed, FreshWhenOpen, now) is { } seen)
            return seen;
        var read =
            await store.FindAsync(merchantId, endpoint, cancellationToken) ?? new Versioned<Breaker>(new Breaker(merchantId, endpoint, now), "");
        known.See(read, now);
        return read;
    }

    private void Forget(string merchantId, string endpoint)
    {
        if (_known.TryGetValue((merchantId, endpoint), out var known))
            known.Forget();
    }

    /// <summary>Changes a breaker as it stands in storage; false when the change is not needed any more.</summary>
    private async Task<bool> ChangeAsync(string merchantId, string endpoint, Func<Breaker, Breaker?> change, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            Forget(merchantId, endpoint);
            var seen = await LookAsync(merchantId, endpoint, cancellationToken);
            if (change(seen.Value) is not { } changed)
                return false;
            if (await store.TryWriteAsync(seen, changed, cancellationToken))
            {
                Forget(merchantId, endpoint);
                return true;
            }
        }

        throw new InvalidOperationException($"The breaker of endpoint {endpoint} changed {MaxRaces} times while it was to be changed once.");
    }

    /// <summary>What this instance knows about a breaker, and for which orders the endpoint failed since its last success.</summary>
    private sealed class Known
    {
        private readonly Lock _gate = new();
        private readonly HashSet<string> _failing = new(StringComparer.Ordinal);
        private Versioned<Breaker>? _seen;
        private DateTimeOffset _seenAt;
        private bool _wasOpen;

        public Versioned<Breaker>? Seen
        {
            get
            {
                lock (_gate)
                    return _seen;
            }
        }

        public bool IsFailing
        {
            get
            {
                lock (_gate)
                    return _failing.Count > 0;
            }
        }

        public Versioned<Breaker>? SeenWithin(TimeSpan whenClosed, TimeSpan whenOpen, DateTimeOffset now)
        {
            lock (_gate)
                return _seen is { } seen && now - _seenAt < (seen.Value.IsOpen ? whenOpen : whenClosed) ? seen : null;
        }

        public void See(Versioned<Breaker> seen, DateTimeOffset now)
        {
            lock (_gate)
            {
                // Whoever closed it: earlier failures no longer count against the endpoint.
                if (_wasOpen && !seen.Value.IsOpen)
                    _failing.Clear();
                (_seen, _seenAt, _wasOpen) = (seen, now, seen.Value.IsOpen);
            }
        }

        public void Forget()
        {
            lock (_gate)
                _seen = null;
        }

        public int Count(string? failedOrder)
        {
            lock (_gate)
            {
                if (failedOrder is null)
                    _failing.Clear();
                else
                    _failing.Add(failedOrder);
                return _failing.Count;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Merchant {Merchant}, endpoint {Endpoint}: failed for {Failures} orders in a row; its circuit breaker is open, and everything waits."
        )]
        public static partial void Opened(ILogger logger, string merchant, string endpoint, int failures);

        [LoggerMessage(2, LogLevel.Information, "Merchant {Merchant}, endpoint {Endpoint}: probe {Probe}.")]
        public static partial void Probing(ILogger logger, string merchant, string endpoint, int probe);

        [LoggerMessage(
            3,
            LogLevel.Information,
            "Merchant {Merchant}, endpoint {Endpoint}: it accepts webhooks again; its circuit breaker is closed, and everything that waits is sent."
        )]
        public static partial void Closed(ILogger logger, string merchant, string endpoint);
    }
}

/// <summary>Whether something may be sent to an endpoint.</summary>
public enum CircuitState
{
    /// <summary>Its breaker is closed.</summary>
    Closed,

    /// <summary>Its breaker is open, and this one attempt is its probe.</summary>
    HalfOpen,

    /// <summary>Its breaker is open.</summary>
    Open,
}
