using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace PaymentHub.Providers.MPay;

/// <summary>MPay, a closed wallet app. Its account's base URL is the host that MPay gave to the merchant.</summary>
internal sealed class MPayProvider(IHttpClientFactory clients, TimeProvider clock, ILogger<MPayProvider> logger) : IProvider
{
    public const string ProviderName = "mpay";

    public string Name => ProviderName;

    public IEnumerable<string> Mistakes(IConfiguration settings)
    {
        var reader = new SettingsReader(settings);
        MPayOptions.Read(reader);
        reader.NoOthers();
        return reader.Mistakes;
    }

    public ProviderAccount Open(AccountContext account)
    {
        var options = MPayOptions.Read(new SettingsReader(account.Settings))
            ?? throw new InvalidOperationException($"The settings of account {account.AccountId} have mistakes.");
        var signature = new MPaySignature(options);
        var exchange = new ProviderExchange(clients, Name, account, options.Exchange, clock, logger);
        return new MPayAccount(options, signature, new MPayClient(exchange, signature, options, account, clock));
    }
}
