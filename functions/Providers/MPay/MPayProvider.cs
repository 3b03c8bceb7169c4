using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PaymentHub.Providers.MPay;

/// <summary>MPay, a closed wallet app. Its account's base URL is the host that MPay gave to the merchant.</summary>
internal sealed class MPayProvider(IHttpClientFactory clients, TimeProvider clock, ILogger<MPayProvider> logger)
    : ConfiguredProvider<MPayOptions>(clients, clock, logger)
{
    public const string ProviderName = "mpay";

    private readonly TimeProvider _clock = clock;

    public override string Name => ProviderName;

    public override IReadOnlyList<string> PlainSettings { get; } =
    [
        .. ProviderHttpOptions.Names,
        nameof(MPayOptions.MerchId),
        nameof(MPayOptions.PublicKey),
        nameof(MPayOptions.ApiVersion),
        nameof(MPayOptions.UrlSafeBase64),
        nameof(MPayOptions.Currency),
        nameof(MPayOptions.RefusalCodes),
        nameof(MPayOptions.NotFoundCodes),
    ];

    public override string VerificationKey => nameof(MPayOptions.Md5Key);

    protected override MPayOptions? ReadOptions(SettingsReader settings) => MPayOptions.Read(settings);

    protected override ProviderHttpOptions HttpOptionsOf(MPayOptions options) => options.Http;

    protected override ProviderAccount Open(AccountContext account, MPayOptions options, ProviderHttpClient http)
    {
        var signature = new MPaySignature(options);
        // A number: MPay takes leading zeros for nothing.
        var identity = ProviderIdentity.Of(ProviderName, account.BaseUrl, options.MerchId.TrimStart('0'));
        return new MPayAccount(identity, options, signature, new MPayClient(http, signature, options, account, _clock));
    }
}

/// <summary>Registers MPay.</summary>
public static class MPayServices
{
    /// <summary>Adds the provider <c>mpay</c> and its HTTP clients.</summary>
    public static IServiceCollection AddMPay(this IServiceCollection services)
    {
        services.AddProviderHttpClients(MPayProvider.ProviderName);
        return services.AddSingleton<IProvider, MPayProvider>();
    }
}
