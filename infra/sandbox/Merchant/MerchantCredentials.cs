namespace PaymentHub.Sandbox.Merchant;

/// <summary>An endpoint of the demo merchant.</summary>
/// <param name="Id">The last part of its address: /merchant/webhooks/{id}.</param>
/// <param name="Secrets">"whsec_" and base64; a webhook signed with any of them is good.</param>
public sealed record MerchantCredentials(string Id, IReadOnlyList<string> Secrets);
