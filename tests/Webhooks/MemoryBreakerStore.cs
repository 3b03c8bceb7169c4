using System.Globalization;
using PaymentHub.Storage;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

/// <summary>Breakers in memory; several instances of the app can share it.</summary>
internal sealed class MemoryBreakerStore : IBreakerStore
{
    private readonly Dictionary<(string, string), Versioned<Breaker>> _breakers = [];
    private int _revision;

    public int Reads { get; private set; }

    public int Writes { get; private set; }

    public Breaker? Of(string endpoint) => _breakers.GetValueOrDefault(("shop", endpoint))?.Value;

    public Task<Versioned<Breaker>?> FindAsync(string merchantId, string endpoint, CancellationToken cancellationToken)
    {
        Reads++;
        return Task.FromResult(_breakers.GetValueOrDefault((merchantId, endpoint)));
    }

    public Task<IReadOnlyList<Versioned<Breaker>>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Versioned<Breaker>>>([.. _breakers.Values]);

    public Task<bool> TryWriteAsync(Versioned<Breaker> before, Breaker after, CancellationToken cancellationToken)
    {
        var key = (after.MerchantId, after.Endpoint);
        if ((_breakers.GetValueOrDefault(key)?.Revision ?? "") != before.Revision)
            return Task.FromResult(false);
        _breakers[key] = new Versioned<Breaker>(after, (++_revision).ToString(CultureInfo.InvariantCulture));
        Writes++;
        return Task.FromResult(true);
    }
}
