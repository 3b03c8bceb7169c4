using Microsoft.Extensions.Configuration;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Support;

/// <summary>A fourth provider, <c>scripted</c>, with the one account that a test writes.</summary>
internal sealed class ScriptedProvider(ProviderAccount account) : IProvider
{
    public string Name => "scripted";

    public IEnumerable<string> Mistakes(IConfiguration settings) => [];

    public ProviderAccount Open(AccountContext context) => account;
}
