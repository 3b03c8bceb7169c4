using PaymentHub.Merchants;
using PaymentHub.Storage;

namespace PaymentHub.Webhooks;

/// <summary>
/// The circuit breaker of an endpoint, shared by all instances. While it is open, only a probe is sent now and then; everything else is suspended
/// until a probe is delivered. Pure; times are given.
/// </summary>
/// <param name="Endpoint">The endpoint's id among the merchant's.</param>
/// <param name="ChangedAt">When it was written last.</param>
public sealed record Breaker(string MerchantId, string Endpoint, DateTimeOffset ChangedAt)
{
    /// <summary>Since when it is open; null when it is closed.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When the next probe may be sent.</summary>
    public DateTimeOffset? ProbeAt { get; init; }

    /// <summary>How many probes were sent since it opened.</summary>
    public int Probes { get; init; }

    /// <summary>Whether something may be suspended: the outbox relay looks only then.</summary>
    public bool HasSuspended { get; init; }

    /// <summary>When the merchant's other endpoints are told that it stays open; null if there is nothing to tell, or they were told.</summary>
    public DateTimeOffset? TellAt { get; init; }

    /// <summary>How often that was tried.</summary>
    public int Tells { get; init; }

    public bool IsOpen => OpenedAt is not null;

    public Breaker Open(DeliverySettings settings, DateTimeOffset now) =>
        this with
        {
            OpenedAt = now,
            ProbeAt = now + Wait(settings, 0),
            Probes = 0,
            HasSuspended = true,
            ChangedAt = now,
            TellAt = now + settings.BreakerTellAfter,
            Tells = 0,
        };

    /// <summary>
    /// A probe is sent; the next one is planned first, so that nobody else sends one and none has to report. If it fails, it is suspended and has to
    /// be looked for.
    /// </summary>
    public Breaker Probe(DeliverySettings settings, DateTimeOffset now) =>
        this with
        {
            ProbeAt = now + Wait(settings, Probes + 1),
            Probes = Probes + 1,
            HasSuspended = true,
            ChangedAt = now,
        };

    /// <summary>The endpoint asked not to be called before then: if it is open, the next probe is not sent earlier.</summary>
    public Breaker Postpone(DateTimeOffset? until) => ProbeAt < until ? this with { ProbeAt = until } : this;

    public Breaker Close(DateTimeOffset now) => this with { OpenedAt = null, ProbeAt = null, Probes = 0, ChangedAt = now, TellAt = null, Tells = 0 };

    /// <summary>The others are told now and, unless one of them accepts it, again later.</summary>
    public Breaker Tell(DeliverySettings settings, DateTimeOffset now) => this with { TellAt = now + Wait(settings, Tells), Tells = Tells + 1 };

    private static TimeSpan Wait(DeliverySettings settings, int before) => Backoff.Wait(settings.BreakerFirst, settings.BreakerMax, before);
}

/// <summary>Where breakers are kept: one small row an endpoint, written only when something changes.</summary>
public interface IBreakerStore
{
    /// <summary>The breaker of an endpoint; null when it was never written.</summary>
    Task<Versioned<Breaker>?> FindAsync(string merchantId, string endpoint, CancellationToken cancellationToken);

    /// <summary>Every breaker that was ever written.</summary>
    Task<IReadOnlyList<Versioned<Breaker>>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Writes a breaker. False when it has changed since it was read, perhaps by this very write.</summary>
    Task<bool> TryWriteAsync(Versioned<Breaker> before, Breaker after, CancellationToken cancellationToken);
}
