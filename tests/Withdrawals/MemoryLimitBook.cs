using PaymentHub.Withdrawals;

namespace PaymentHub.Tests.Withdrawals;

/// <summary>Limits in memory.</summary>
internal sealed class MemoryLimitBook : ILimitBook
{
    /// <summary>The shares that stand.</summary>
    public Dictionary<string, decimal> Shares { get; } = [];

    /// <summary>The days on which shares were taken.</summary>
    public HashSet<DateOnly> Days { get; } = [];

    public Task<ShareAnswer> TakeAsync(LimitDay limit, string orderId, decimal amount, decimal most, CancellationToken cancellationToken)
    {
        if (Shares.ContainsKey(orderId))
            return Task.FromResult(ShareAnswer.Taken);
        if (Shares.Values.Sum() + amount > most)
            return Task.FromResult(ShareAnswer.Exceeded);
        Shares[orderId] = amount;
        Days.Add(limit.Day);
        return Task.FromResult(ShareAnswer.Taken);
    }

    public Task<bool> GiveBackAsync(LimitDay limit, string orderId, bool mark, CancellationToken cancellationToken)
    {
        Shares.Remove(orderId);
        return Task.FromResult(true);
    }
}
