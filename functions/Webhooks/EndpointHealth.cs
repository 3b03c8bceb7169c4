using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;
using PaymentHub.Listings;
using PaymentHub.Merchants;

namespace PaymentHub.Webhooks;

/// <summary>The state of merchants' endpoints: what is sent to them, what waits for them, and since when.</summary>
public sealed partial class EndpointHealth(
    MerchantDirectory directory,
    IBreakerStore breakers,
    ISuspendedDeliveries suspended,
    IAttemptCounts counts,
    TimeProvider clock
)
{
    /// <summary>How many failing endpoints are looked at: two reads each.</summary>
    private const int MaxTroubled = 100;

    /// <summary>A page of a merchant's endpoints, by id.</summary>
    public Task<Result<ListPage<EndpointView>>> ListAsync(
        Merchant merchant,
        IEnumerable<KeyValuePair<string, StringValues>> query,
        CancellationToken cancellationToken
    ) => ListAsync(new QueryCheck(query, "limit", "cursor"), merchant.Id, $"{merchant.Id}\nendpoints", cancellationToken);

    /// <summary>One of a merchant's endpoints.</summary>
    public async Task<Result<EndpointView>> FindAsync(Merchant merchant, string id, CancellationToken cancellationToken)
    {
        if (merchant.Endpoints.FirstOrDefault(endpoint => endpoint.Id == id) is not { } endpoint)
            return new Result<EndpointView>.Failure(Problem.NotFound("endpoint"));
        var breaker = await breakers.FindAsync(merchant.Id, id, cancellationToken);
        return new Result<EndpointView>.Success(await ViewAsync(merchant.Id, id, endpoint, breaker?.Value, cancellationToken));
    }

    /// <summary>A page of all merchants' endpoints, by merchant and id.</summary>
    public Task<Result<ListPage<EndpointView>>> ListAsync(IEnumerable<KeyValuePair<string, StringValues>> query, CancellationToken cancellationToken)
    {
        var check = new QueryCheck(query, "merchant", "limit", "cursor");
        return ListAsync(check, check.Text("merchant"), $"{check.Text("merchant")}\nops/endpoints", cancellationToken);
    }

    private async Task<Result<ListPage<EndpointView>>> ListAsync(
        QueryCheck check,
        string? merchantId,
        string binding,
        CancellationToken cancellationToken
    )
    {
        var limit = check.Limit();
        var after = check.Position(binding, Position());
        if (check.Problem is { } problem)
            return new Result<ListPage<EndpointView>>.Failure(problem);

        var (all, known) = await AllAsync(cancellationToken);
        var wanted = all.Where(one =>
                (merchantId is null || one.Merchant == merchantId) && string.CompareOrdinal(KeyOf(one.Merchant, one.Id), after) > 0
            )
            .OrderBy(one => KeyOf(one.Merchant, one.Id), StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        var page = new List<EndpointView>();
        foreach (var (merchant, id, endpoint) in wanted.Take(limit))
            page.Add(await ViewAsync(merchant, id, endpoint, known.GetValueOrDefault((merchant, id)), cancellationToken));
        return new Result<ListPage<EndpointView>>.Success(
            new(page, wanted.Count > limit ? Cursor.Write(binding, KeyOf(page[^1].MerchantId, page[^1].Id)) : null)
        );
    }

    /// <summary>The failing endpoints, without those that were disabled or removed and that nothing waits for.</summary>
    public async Task<Counted<EndpointView>> TroubledAsync(CancellationToken cancellationToken)
    {
        var (all, known) = await AllAsync(cancellationToken);
        var now = clock.GetUtcNow();
        // A mark says whether something waits; counting takes a read per endpoint, and for most of them nothing has to be counted.
        var candidates = all.Select(one => (one.Merchant, one.Id, one.Endpoint, Breaker: known.GetValueOrDefault((one.Merchant, one.Id))))
            .Where(one =>
                StateOf(one.Endpoint, one.Breaker, now) is var state
                && state != EndpointState.Closed
                && (IsDown(state) || one.Breaker is { HasSuspended: true })
            )
            .OrderBy(one => KeyOf(one.Merchant, one.Id), StringComparer.Ordinal)
            .ToList();
        var views = new List<EndpointView>();
        foreach (var one in candidates.Take(MaxTroubled))
            views.Add(await ViewAsync(one.Merchant, one.Id, one.Endpoint, one.Breaker, cancellationToken));
        return new([.. views.Where(view => IsDown(view.State) || view.Suspended.Count > 0)], candidates.Count > MaxTroubled);
    }

    /// <summary>All endpoints, also those that were taken out and that something waits for, and what is known of them.</summary>
    private async Task<(
        IReadOnlyList<(string Merchant, string Id, WebhookEndpoint? Endpoint)> All,
        Dictionary<(string, string), Breaker> Known
    )> AllAsync(CancellationToken cancellationToken)
    {
        var known = (await breakers.ListAsync(cancellationToken)).ToDictionary(
            stored => (stored.Value.MerchantId, stored.Value.Endpoint),
            stored => stored.Value
        );
        var configured = directory
            .Merchants.SelectMany(merchant =>
                merchant.Endpoints.Select(endpoint => (Merchant: merchant.Id, endpoint.Id, Endpoint: (WebhookEndpoint?)endpoint))
            )
            .ToList();
        var ids = configured.Select(one => (one.Merchant, one.Id)).ToHashSet();
        // What waits for an endpoint that was taken out of the settings waits all the same.
        var removed = known
            .Values.Where(breaker => breaker.HasSuspended && !ids.Contains((breaker.MerchantId, breaker.Endpoint)))
            .Select(breaker => (Merchant: breaker.MerchantId, Id: breaker.Endpoint, Endpoint: (WebhookEndpoint?)null));
        return ([.. configured, .. removed], known);
    }

    private static bool IsDown(EndpointState state) => state is EndpointState.Open or EndpointState.HalfOpen;

    private static EndpointState StateOf(WebhookEndpoint? endpoint, Breaker? breaker, DateTimeOffset now) =>
        endpoint switch
        {
            null => EndpointState.Removed,
            { Disabled: true } => EndpointState.Disabled,
            _ when breaker is { IsOpen: true, ProbeAt: { } probeAt } && probeAt <= now => EndpointState.HalfOpen,
            _ when breaker is { IsOpen: true } => EndpointState.Open,
            _ => EndpointState.Closed,
        };

    private async Task<EndpointView> ViewAsync(
        string merchantId,
        string id,
        WebhookEndpoint? endpoint,
        Breaker? breaker,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        var state = StateOf(endpoint, breaker, now);
        return new EndpointView(merchantId, id, state)
        {
            Since = breaker?.OpenedAt,
            NextProbeAt = state is EndpointState.Open or EndpointState.HalfOpen ? breaker?.ProbeAt : null,
            // Nothing is suspended without a mark.
            Suspended = breaker is { HasSuspended: true } ? await suspended.CountAsync(merchantId, id, cancellationToken) : new(0, true, null),
            Attempts = await counts.SumAsync(merchantId, id, now, cancellationToken),
        };
    }

    private static string KeyOf(string merchantId, string endpoint) => $"{merchantId}|{endpoint}";

    [GeneratedRegex(@"^[a-z0-9_]{1,32}\|[a-z0-9_]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
}

/// <summary>What is sent to an endpoint.</summary>
public enum EndpointState
{
    /// <summary>Everything.</summary>
    Closed,

    /// <summary>Nothing: it failed again and again.</summary>
    Open,

    /// <summary>One webhook, whose outcome decides.</summary>
    HalfOpen,

    /// <summary>Nothing: its settings say so.</summary>
    Disabled,

    /// <summary>Nothing: it is no longer there.</summary>
    Removed,
}

/// <summary>The state of an endpoint.</summary>
/// <param name="MerchantId">Whose it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="State">What is sent to it.</param>
public sealed record EndpointView(string MerchantId, string Id, EndpointState State)
{
    /// <summary>Since when its breaker is open; null when it is closed.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When the next probe may be sent.</summary>
    public DateTimeOffset? NextProbeAt { get; init; }

    /// <summary>What waits for it.</summary>
    public SuspendedCount Suspended { get; init; } = new(0, true, null);

    /// <summary>The results of the attempts of the last 24 hours, without the last minute.</summary>
    public AttemptCount Attempts { get; init; } = new(0, 0);
}

/// <summary>What waits for an endpoint.</summary>
/// <param name="Count">How many orders' webhooks.</param>
/// <param name="Complete">False when there may be more: counting ends after so many.</param>
/// <param name="OldestSince">Since when the oldest has been waiting; null if none is, or it is not known.</param>
public sealed record SuspendedCount(int Count, bool Complete, DateTimeOffset? OldestSince);

/// <summary>Counts what waits for endpoints.</summary>
public interface ISuspendedDeliveries
{
    /// <summary>What waits for one.</summary>
    Task<SuspendedCount> CountAsync(string merchantId, string endpoint, CancellationToken cancellationToken);
}
