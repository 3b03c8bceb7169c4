using System.Globalization;

namespace PaymentHub.Providers.UsdtGateway;

/// <summary>One account's settings at the USDT gateway. A class and not a record: a record would print its secrets.</summary>
internal sealed class UsdtGatewayOptions
{
    /// <summary>The only code of a good answer.</summary>
    public const string GoodCode = "8001";

    /// <summary>The merchant's number; a JSON integer on the wire.</summary>
    public required long AppId { get; init; }

    /// <summary>Sent in every request.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The merchant's own key (PKCS#8), which signs requests.</summary>
    public required RsaKey PrivateKey { get; init; }

    /// <summary>The gateway's key, which verifies callbacks.</summary>
    public required RsaKey GatewayPublicKey { get; init; }

    /// <summary>During a rotation the gateway's other key: callbacks may be signed with either.</summary>
    public RsaKey? GatewayPublicKeyPrevious { get; init; }

    /// <summary>The codes with which a withdrawal is certainly refused. The gateway's list is not public: none by default.</summary>
    public required IReadOnlySet<string> RefusalCodes { get; init; }

    public required ProviderHttpOptions Http { get; init; }

    /// <summary>Reads the settings; null when there are mistakes.</summary>
    public static UsdtGatewayOptions? Read(SettingsReader settings)
    {
        var appId = settings.RequiredDigits(nameof(AppId));
        var apiKey = settings.Required(nameof(ApiKey));
        var own = settings.Key(nameof(PrivateKey), RsaKey.ReadPrivate, "a PKCS#8 RSA private key, as PEM or base64");
        const string PublicKey = "an RSA public key (SPKI or PKCS#1), as PEM or base64";
        var gateways = settings.Key(nameof(GatewayPublicKey), RsaKey.ReadPublic, PublicKey);
        var gatewaysPrevious = settings.OptionalKey(nameof(GatewayPublicKeyPrevious), RsaKey.ReadPublic, PublicKey);
        var refusals = settings.Codes(nameof(RefusalCodes), GoodCode);
        var http = ProviderHttpOptions.Read(settings);
        return settings.Mistakes.Count > 0 || own is null || gateways is null
            ? null
            : new UsdtGatewayOptions
            {
                AppId = long.Parse(appId, CultureInfo.InvariantCulture),
                ApiKey = apiKey,
                PrivateKey = own,
                GatewayPublicKey = gateways,
                GatewayPublicKeyPrevious = gatewaysPrevious,
                RefusalCodes = refusals,
                Http = http,
            };
    }
}
