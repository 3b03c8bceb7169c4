using Microsoft.Extensions.Configuration;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;

namespace PaymentHub.Tests.Withdrawals;

/// <summary>The provider <c>scripted</c>, all of whose accounts are one that says what a test wants it to say.</summary>
internal sealed class WithdrawalProvider(FakeProviderAccount account) : IProvider
{
    public string Name => "scripted";

    public IEnumerable<string> Mistakes(IConfiguration settings) => [];

    public ProviderAccount Open(AccountContext context) => account;
}
