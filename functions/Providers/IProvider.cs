using Microsoft.Extensions.Configuration;

namespace PaymentHub.Providers;

/// <summary>One payment provider. Registering one of these is all that the rest of the code needs to know of it.</summary>
public interface IProvider
{
    /// <summary>The name on the wire and in settings, for instance pay_protocol.</summary>
    string Name { get; }

    /// <summary>The request headers that it signs callbacks with, in lower case: known also of an account that cannot be opened.</summary>
    IReadOnlyList<string> CallbackHeaders => [];

    /// <summary>The names of an account's settings that may be shown. Every other one is a secret.</summary>
    IReadOnlyList<string> PlainSettings => [];

    /// <summary>
    /// The setting that proves what comes to be the provider's: during a rotation the one before it stands in a setting of that name and
    /// <c>Previous</c>. Null when there is none.
    /// </summary>
    string? VerificationKey => null;

    /// <summary>Everything that is wrong with an account's settings, a sentence each, each
    /// starting with the setting's name; empty when it can be opened.</summary>
    IEnumerable<string> Mistakes(IConfiguration settings);

    /// <summary>Opens an account whose settings have no mistakes.</summary>
    ProviderAccount Open(AccountContext account);
}
