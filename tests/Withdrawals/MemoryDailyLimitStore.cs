using PaymentHub.Withdrawals;

namespace PaymentHub.Tests.Withdrawals;

/// <summary>Limits in memory.</summary>
internal sealed class MemoryDailyLimitStore : IDailyLimitStore
{
    /// <summary>The reservations that stand.</summary>
    public Dictionary<string, decimal> Shares { get; } = [];

    /// <summary>The days on which reservations were taken.</summary>
    public HashSet<DateOnly> Days { get; } = [];

    public Task<ReservationResult> ReserveAsync(LimitDay limit, string orderId, decimal amount, decimal max, CancellationToken cancellationToken)
    {
        if (Shares.ContainsKey(orderId))
            return Task.FromResult(ReservationResult.Reserved);
        if (Shares.Values.Sum() + amount > max)
            return Task.FromResult(ReservationResult.Exceeded);
        Shares[orderId] = amount;
        Days.Add(limit.Day);
        return Task.FromResult(ReservationResult.Reserved);
    }

    public Task<bool> CountAsync(LimitDay limit, string orderId, decimal amount, bool limited, CancellationToken cancellationToken)
    {
        if (limited)
            Shares[orderId] = amount;
        return Task.FromResult(true);
    }

    public Task<bool> ReleaseAsync(LimitDay limit, string orderId, bool mark, CancellationToken cancellationToken)
    {
        Shares.Remove(orderId);
        return Task.FromResult(true);
    }
}
