namespace PaymentHub.Webhooks;

/// <summary>Whether an endpoint may be sent something.</summary>
public enum Passage
{
    /// <summary>Its breaker is closed.</summary>
    Free,

    /// <summary>Its breaker is open, and this one attempt is its probe.</summary>
    Probe,

    /// <summary>Its breaker is open.</summary>
    Shut,
}
