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
