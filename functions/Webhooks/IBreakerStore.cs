namespace PaymentHub.Webhooks;

/// <summary>Where breakers are kept: one small row an endpoint, written only when something changes.</summary>
public interface IBreakerStore
{
    /// <summary>The breaker of an endpoint; null when it was never written.</summary>
    Task<StoredBreaker?> FindAsync(string merchantId, string endpoint, CancellationToken cancellationToken);

    /// <summary>Every breaker that was ever written.</summary>
    Task<IReadOnlyList<StoredBreaker>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Writes a breaker. False when it has changed since it was read, perhaps by this very write.</summary>
    Task<bool> TryWriteAsync(StoredBreaker before, Breaker after, CancellationToken cancellationToken);
}
