using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>Pay Protocol: a wallet per user on TRON, Ethereum and BSC. Its account's base URL ends in /api/mer.</summary>
internal sealed class PayProtocolProvider(IHttpClientFactory clients, TimeProvider clock, ILogger<PayProtocolProvider> logger) : IProvider
{
    public const string ProviderName = "pay_protocol";

    public string Name => ProviderName;

    public IEnumerable<string> Mistakes(IConfiguration settings)
    {
        var reader = new SettingsReader(settings);
        PayProtocolOptions.Read(reader);
        reader.NoOthers();
        return reader.Mistakes;
    }

    public ProviderAccount Open(AccountContext account)
    {
        var options = PayProtocolOptions.Read(new SettingsReader(account.Settings))
            ?? throw new InvalidOperationException($"The settings of account {account.AccountId} have mistakes.");
        var signature = new PayProtocolSignature(options);
        var exchange = new ProviderExchange(clients, Name, account, options.Exchange, clock, logger);
        var client = new PayProtocolClient(exchange, signature, options, account, clock);
        var catalogue = new PayProtocolCatalogue(client, options, clock);
        return new PayProtocolAccount(options, signature, client, catalogue);
    }
}
