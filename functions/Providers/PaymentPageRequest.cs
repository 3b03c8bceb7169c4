namespace PaymentHub.Providers;

/// <summary>What a payment page is to ask for.</summary>
public sealed record PaymentPageRequest
{
    /// <summary>Our order id, which the provider will name in its callbacks.</summary>
    public required string OrderId { get; init; }

    public required string CustomerId { get; init; }

    /// <summary>In units of <see cref="Currency"/>.</summary>
    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    public string? Network { get; init; }

    public string? Title { get; init; }

    public string? Remark { get; init; }

    /// <summary>Where the payer goes afterwards.</summary>
    public string? ReturnUrl { get; init; }
}
