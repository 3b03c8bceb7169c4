namespace PaymentHub.Webhooks;

/// <summary>Where an event stands at an endpoint.</summary>
public enum DeliveryStatus
{
    /// <summary>It is owed.</summary>
    Pending,

    /// <summary>It is owed, and nothing is sent for now: the breaker is open, or the endpoint is disabled or removed.</summary>
    Suspended,

    /// <summary>The endpoint has taken it.</summary>
    Delivered,

    /// <summary>It was given up on; it can be asked for again.</summary>
    Failed,

    /// <summary>It kept failing in us and became a dead letter; asking for it again revives it.</summary>
    DeadLetter,
}
