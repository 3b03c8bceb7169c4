namespace PaymentHub.Orders;

/// <summary>What a notice says about an order, in one vocabulary for all providers.</summary>
public enum NoticeStatus
{
    /// <summary>Seen, not final.</summary>
    Pending,

    /// <summary>The money has moved.</summary>
    Completed,

    /// <summary>It could not be done.</summary>
    Failed,

    /// <summary>Withdrawals: the provider's operator refused it.</summary>
    Rejected,

    /// <summary>Ours, not a provider's: the time to pay is over.</summary>
    Expired,

    /// <summary>The provider knows it, and nothing has been paid yet: changes no status.</summary>
    Awaiting,
}
