using Microsoft.Extensions.Configuration;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Merchants;

/// <summary>A provider with one setting, <c>Key</c>.</summary>
internal sealed class FakeProvider(string name) : IProvider
{
    public string Name => name;

    public TimeSpan PageTakes { get; set; }

    public TimeSpan SendTakes { get; set; }

    /// <summary>What it was asked to open.</summary>
    public List<AccountContext> Opened { get; } = [];

    public IEnumerable<string> Mistakes(IConfiguration settings) => settings["Key"] is null ? ["Key is missing."] : [];

    public ProviderAccount Open(AccountContext account)
    {
        Opened.Add(account);
        return new FakeProviderAccount
        {
            PageTakes = PageTakes,
            SendTakes = SendTakes,
            KnownAs = account.Settings["KnownAs"] ?? Guid.NewGuid().ToString("N"),
        };
    }
}
