using Microsoft.Extensions.Configuration;

namespace PaymentHub.Providers;

/// <summary>What a provider needs to know to act for one account.</summary>
/// <param name="AccountId">The account's id, for logs.</param>
/// <param name="BaseUrl">The provider's address, without a slash at its end; its meaning is the provider's.</param>
/// <param name="CallbackUrl">Our public callback URL for this account. It holds a secret: never logged.</param>
/// <param name="Settings">The account's own section of settings for this provider.</param>
public sealed record AccountContext(string AccountId, Uri BaseUrl, Uri CallbackUrl, IConfiguration Settings)
{
    /// <summary>The account's id alone: everything else here may hold secrets.</summary>
    public override string ToString() => AccountId;
}
