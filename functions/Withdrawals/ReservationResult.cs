namespace PaymentHub.Withdrawals;

/// <summary>What reserving a part of a day's limit came to.</summary>
public enum ReservationResult
{
    /// <summary>The order has its reservation, now or since before.</summary>
    Reserved,

    /// <summary>There is not enough left.</summary>
    Exceeded,

    /// <summary>The order had its reservation and has released it: it is over.</summary>
    Released,

    /// <summary>Too many orders want a reservation at this moment.</summary>
    Busy,
}
