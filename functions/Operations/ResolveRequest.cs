namespace PaymentHub.Operations;

/// <summary>POST /ops/orders/{id}/resolve.</summary>
public sealed record ResolveRequest
{
    /// <summary>completed, failed or resubmit.</summary>
    public string? Outcome { get; init; }

    /// <summary>The order's version that the operator has looked at.</summary>
    public int? Version { get; init; }

    /// <summary>Why.</summary>
    public string? Note { get; init; }
}
