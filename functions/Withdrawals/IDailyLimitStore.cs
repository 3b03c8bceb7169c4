namespace PaymentHub.Withdrawals;

/// <summary>What orders have taken of the accounts' limits. Exact, whoever takes and gives back at the same time, and whatever answer is lost.</summary>
public interface IDailyLimitStore
{
    /// <summary>Takes an order's reservation. Repeating it is harmless.</summary>
    /// <param name="max">The limit: the reservations together never exceed it.</param>
    Task<ReservationResult> ReserveAsync(LimitDay limit, string orderId, decimal amount, decimal max, CancellationToken cancellationToken);

    /// <summary>Releases an order's reservation. Repeating it is harmless. False when too many orders are at it at this moment.</summary>
    /// <param name="mark">Whether an order without a reservation is marked, so that one that is late cannot take it any more.</param>
    Task<bool> ReleaseAsync(LimitDay limit, string orderId, bool mark, CancellationToken cancellationToken);
}
