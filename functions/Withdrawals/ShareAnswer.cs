namespace PaymentHub.Withdrawals;

/// <summary>What taking a share of a day's limit came to.</summary>
public enum ShareAnswer
{
    /// <summary>The order has its share, now or since before.</summary>
    Taken,

    /// <summary>There is not enough left.</summary>
    Exceeded,

    /// <summary>The order had its share and has given it back: it is over.</summary>
    GivenBack,

    /// <summary>Too many orders want a share at this moment.</summary>
    Busy,
}
