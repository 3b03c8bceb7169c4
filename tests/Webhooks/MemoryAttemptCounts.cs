using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

/// <summary>Counts of attempts in memory.</summary>
internal sealed class MemoryAttemptCounts : IAttemptCounts
{
    private AttemptHours _hours = new(new Dictionary<string, AttemptCount>());

    public int Writes { get; private set; }

    /// <summary>Whether a write comes to nothing.</summary>
    public bool Fails { get; set; }

    public Task<bool> TryAddAsync(string merchantId, string endpoint, DateTimeOffset now, AttemptCount count, CancellationToken cancellationToken)
    {
        if (Fails)
            return Task.FromResult(false);
        Writes++;
        _hours = _hours.Add(now, count);
        return Task.FromResult(true);
    }

    public Task<AttemptCount> SumAsync(string merchantId, string endpoint, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult(_hours.Sum(now));
}
