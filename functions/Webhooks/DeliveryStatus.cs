namespace PaymentHub.Webhooks;

/// <summary>The status of an event at an endpoint.</summary>
public enum DeliveryStatus
{
    /// <summary>It is still to be delivered.</summary>
    Pending,

    /// <summary>It waits, because the breaker is open, or the endpoint is disabled or removed.</summary>
    Suspended,

    /// <summary>The endpoint has accepted it.</summary>
    Delivered,

    /// <summary>It was given up; it can be redelivered.</summary>
    Failed,

    /// <summary>It kept failing in the app itself and became a dead letter; redelivering revives it.</summary>
    DeadLetter,
}
