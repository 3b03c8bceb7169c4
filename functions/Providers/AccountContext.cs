using Microsoft.Extensions.Configuration;

namespace PaymentHub.Providers;

/// <summary>What a provider needs to know to act for one account.</summary>
/// <param name="AccountId">The account's id, for logs.</param>
/// <param name="BaseUrl">The provider's address, without a slash at its end; its meaning is the provider's.</param>
/// <param name="CallbackUrl">Our public callback URL for this account. It holds a secret: never logged.</param>
/// <param name="Settings">The account's own section of settings for this provider.</param>
public sealed record AccountContext(string AccountId, Uri BaseUrl, Uri CallbackUrl, IConfiguration Settings)
{
    /// <summary>How long the provider's queries are left alone at first, once it does not answer them; doubles.</summary>
    public TimeSpan RetryFirst { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest such time.</summary>
    public TimeSpan RetryMax { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The account's id alone: everything else here may hold secrets.</summary>
    public override string ToString() => AccountId;
}
