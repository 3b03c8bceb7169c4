namespace PaymentHub.Callbacks;

/// <summary>POST /v1/deposits/import.</summary>
public sealed record ImportRequest
{
    public string? Account { get; init; }

    /// <summary>The provider's id of the deposit.</summary>
    public string? ProviderOrderId { get; init; }
}
