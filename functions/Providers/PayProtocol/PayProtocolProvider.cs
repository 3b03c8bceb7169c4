using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>Pay Protocol: a wallet per user on TRON, Ethereum and BSC. Its account's base URL ends in /api/mer.</summary>
internal sealed class PayProtocolProvider(IHttpClientFactory clients, TimeProvider clock, ILogger<PayProtocolProvider> logger)
    : ConfiguredProvider<PayProtocolOptions>(clients, clock, logger)
{
    public const string ProviderName = "pay_protocol";

    private readonly TimeProvider _clock = clock;

    public override string Name => ProviderName;

    public override IReadOnlyList<string> CallbackHeaders => PayProtocolAccount.SignatureHeaders;

    public override IReadOnlyList<string> PlainSettings { get; } =
    [
        .. ProviderHttpOptions.Names,
        nameof(PayProtocolOptions.TimestampAhead),
        nameof(PayProtocolOptions.TimestampBehind),
        nameof(PayProtocolOptions.CatalogueRefreshPause),
        nameof(PayProtocolOptions.NetworkNames),
        nameof(PayProtocolOptions.CurrencyIds),
        nameof(PayProtocolOptions.RefusalCodes),
        nameof(PayProtocolOptions.NotFoundCodes),
        nameof(PayProtocolOptions.UtcOffset),
        nameof(PayProtocolOptions.PaymentOrders),
        nameof(PayProtocolOptions.PaymentPageBaseUrl),
    ];

    public override string VerificationKey => nameof(PayProtocolOptions.ApiSecret);

    protected override PayProtocolOptions? ReadOptions(SettingsReader settings) => PayProtocolOptions.Read(settings);

    protected override ProviderHttpOptions HttpOptionsOf(PayProtocolOptions options) => options.Http;

    protected override ProviderAccount Open(AccountContext account, PayProtocolOptions options, ProviderHttpClient http)
    {
        var signature = new PayProtocolSignature(options);
        var client = new PayProtocolClient(http, signature, options, account, _clock);
        return new PayProtocolAccount(
            ProviderIdentity.Of(ProviderName, account.BaseUrl, options.ApiKey),
            account.BaseUrl.Authority,
            options,
            signature,
            client,
            new PayProtocolCatalogue(client, options, _clock)
        );
    }
}

/// <summary>Registers Pay Protocol.</summary>
public static class PayProtocolServices
{
    /// <summary>Adds the provider <c>pay_protocol</c> and its HTTP clients.</summary>
    public static IServiceCollection AddPayProtocol(this IServiceCollection services)
    {
        services.AddProviderHttpClients(PayProtocolProvider.ProviderName);
        return services.AddSingleton<IProvider, PayProtocolProvider>();
    }
}
