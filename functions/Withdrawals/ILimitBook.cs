namespace PaymentHub.Withdrawals;

/// <summary>What orders have taken of the accounts' limits. Exact, whoever takes and gives back at the same time, and whatever answer is lost.</summary>
public interface ILimitBook
{
    /// <summary>Takes an order's share. Repeating it is harmless.</summary>
    /// <param name="most">The limit: the shares together never exceed it.</param>
    Task<ShareAnswer> TakeAsync(LimitDay limit, string orderId, decimal amount, decimal most, CancellationToken cancellationToken);

    /// <summary>Gives an order's share back. Repeating it is harmless. False when too many orders are at it at this moment.</summary>
    /// <param name="mark">Whether an order without a share is marked, so that one that is late cannot take it any more.</param>
    Task<bool> GiveBackAsync(LimitDay limit, string orderId, bool mark, CancellationToken cancellationToken);
}
