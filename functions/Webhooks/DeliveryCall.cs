namespace PaymentHub.Webhooks;

/// <summary>A wake-up call for one delivery.</summary>
/// <param name="Version">The event it is for; null calls for whatever is due.</param>
/// <param name="Attempt">The attempt it is for, from 1. A call for an attempt that was made already is dropped, so calls never multiply.</param>
public sealed record DeliveryCall(string OrderId, string Endpoint, int? Version, int Attempt)
{
    /// <summary>Whether what this call was for has been done meanwhile.</summary>
    public bool IsOutdated(int nextVersion, int attempts) =>
        Version is { } version && (version < nextVersion || (version == nextVersion && Attempt <= attempts));
}
