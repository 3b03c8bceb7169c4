namespace PaymentHub.Providers.MPay;

/// <summary>One account's settings at MPay. A class and not a record: a record would print its secrets.</summary>
internal sealed class MPayOptions
{
    /// <summary>The only code of a good answer.</summary>
    public const string GoodCode = "0";

    /// <summary>The version whose blocks are padded with PKCS#1 v1.5.</summary>
    public const string Pkcs1Version = "v2.1";

    /// <summary>The version whose blocks are padded with OAEP.</summary>
    public const string OaepVersion = "v2";

    /// <summary>The merchant's number, as its digits.</summary>
    public required string MerchId { get; init; }

    /// <summary>The secret at the end of everything that is hashed.</summary>
    public required string Md5Key { get; init; }

    /// <summary>During a rotation the secret before it: callbacks may still be signed with it.</summary>
    public string? Md5KeyPrevious { get; init; }

    /// <summary>MPay's key, which encrypts requests.</summary>
    public required RsaKey PublicKey { get; init; }

    public required string ApiVersion { get; init; }

    /// <summary>Whether the encrypted body is written in URL-safe base64, without padding.</summary>
    public required bool UrlSafeBase64 { get; init; }

    /// <summary>The account's currency; MPay names none in its callbacks.</summary>
    public required string Currency { get; init; }

    /// <summary>The codes with which a withdrawal is certainly refused. MPay's list is not public: none by default.</summary>
    public required IReadOnlySet<string> RefusalCodes { get; init; }

    /// <summary>The codes with which a query says that there is no such order; none by default.</summary>
    public required IReadOnlySet<string> NotFoundCodes { get; init; }

    public required ProviderHttpOptions Http { get; init; }

    /// <summary>Reads the settings; null when there are mistakes.</summary>
    public static MPayOptions? Read(SettingsReader settings)
    {
        var merchId = settings.RequiredDigits(nameof(MerchId));
        var md5Key = settings.Required(nameof(Md5Key));
        var md5KeyPrevious = settings.Optional(nameof(Md5KeyPrevious));
        var publicKey = settings.Key(nameof(PublicKey), RsaKey.ReadPublic, "an RSA public key, as PEM, base64 of PEM or base64 of DER");
        var version = settings.OneOf(nameof(ApiVersion), Pkcs1Version, Pkcs1Version, OaepVersion);
        var urlSafe = settings.Flag(nameof(UrlSafeBase64), false);
        var currency = settings.Text(nameof(Currency), "CNY");
        var refusals = settings.Codes(nameof(RefusalCodes), GoodCode);
        var notFound = settings.Codes(nameof(NotFoundCodes), GoodCode);
        var http = ProviderHttpOptions.Read(settings);
        return settings.Mistakes.Count > 0 || publicKey is null
            ? null
            : new MPayOptions
            {
                MerchId = merchId,
                Md5Key = md5Key,
                Md5KeyPrevious = md5KeyPrevious,
                PublicKey = publicKey,
                ApiVersion = version,
                UrlSafeBase64 = urlSafe,
                Currency = currency,
                RefusalCodes = refusals,
                NotFoundCodes = notFound,
                Http = http,
            };
    }
}
