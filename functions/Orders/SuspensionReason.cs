namespace PaymentHub.Orders;

/// <summary>Why an endpoint is sent nothing at the moment. What is owed to it waits, however long it takes.</summary>
public enum SuspensionReason
{
    /// <summary>Its circuit breaker is open: it failed for several orders in a row.</summary>
    Breaker,

    /// <summary>It is disabled by setting.</summary>
    Disabled,

    /// <summary>It stands in the settings no more.</summary>
    Removed,
}
