namespace PaymentHub.Webhooks;

/// <summary>Whether an endpoint may be sent something.</summary>
public enum CircuitState
{
    /// <summary>Its breaker is closed.</summary>
    Closed,

    /// <summary>Its breaker is open, and this one attempt is its probe.</summary>
    HalfOpen,

    /// <summary>Its breaker is open.</summary>
    Open,
}
