namespace PaymentHub.Providers;

/// <summary>A page on which the payer pays one order.</summary>
/// <param name="Url">The page's address.</param>
/// <param name="ProviderOrderId">The provider's id of the order, if it gave one.</param>
public sealed record PaymentPage(string Url, string? ProviderOrderId)
{
    /// <summary>
    /// The address that was made for this one payment; null where there is none. A transfer to it is evidence for
    /// this order, and never a deposit of its own.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>The network of <see cref="Address"/>.</summary>
    public string? Network { get; init; }

    /// <summary>The currency that it is paid in, as the provider spells it.</summary>
    public string? Currency { get; init; }
}

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
