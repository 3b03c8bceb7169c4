namespace PaymentHub.Providers;

/// <summary>A page on which the payer pays one order.</summary>
/// <param name="Url">The page's address.</param>
/// <param name="ProviderOrderId">The provider's id of the order, if it gave one.</param>
public sealed record PaymentPage(string Url, string? ProviderOrderId);
