namespace PaymentHub.Providers.PayProtocol;

/// <summary>One account's settings at Pay Protocol. A class and not a record: a record would print its secrets.</summary>
internal sealed class PayProtocolOptions
{
    /// <summary>The only code of a good answer.</summary>
    public const string GoodCode = "200";

    /// <summary>Sent, and expected in callbacks, as X-PAY-KEY.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The key of the HMAC.</summary>
    public required string ApiSecret { get; init; }

    /// <summary>During a rotation the secret before it: callbacks may still be signed with it.</summary>
    public string? ApiSecretPrevious { get; init; }

    /// <summary>How far ahead of our receipt a callback's timestamp may be.</summary>
    public required TimeSpan TimestampAhead { get; init; }

    /// <summary>How far behind our receipt it may be: whether a retry is signed anew
    /// is not documented, and the last comes after 10 minutes.</summary>
    public required TimeSpan TimestampBehind { get; init; }

    /// <summary>The least time between two look-ups of the provider's lists because of ids that we do not know.</summary>
    public required TimeSpan CatalogueRefreshPause { get; init; }

    /// <summary>Our network names for chain names of the provider that we would not recognise.</summary>
    public required IReadOnlyDictionary<string, string> NetworkNames { get; init; }

    /// <summary>Of several currencies under one symbol on one network the ones that are meant, each as its chainId/currencyId.</summary>
    public required IReadOnlySet<string> CurrencyIds { get; init; }

    /// <summary>The codes with which a withdrawal is certainly refused. The provider's list is not public: none by default.</summary>
    public required IReadOnlySet<string> RefusalCodes { get; init; }

    /// <summary>The codes with which a query says that there is no such order; none by default.</summary>
    public required IReadOnlySet<string> NotFoundCodes { get; init; }

    /// <summary>The zone of times that name none.</summary>
    public required TimeSpan UtcOffset { get; init; }

    /// <summary>Whether deposits with a payment page can be made.</summary>
    public required bool PaymentOrders { get; init; }

    /// <summary>What is put before the path of a payment page.</summary>
    public required Uri PaymentPageBaseUrl { get; init; }

    public required ProviderHttpOptions Http { get; init; }

    /// <summary>Reads the settings; null when there are mistakes.</summary>
    public static PayProtocolOptions? Read(SettingsReader settings)
    {
        var apiKey = settings.Required(nameof(ApiKey));
        if (apiKey.Any(c => c is < ' ' or > '~'))
            settings.Mistake(nameof(ApiKey), "must be visible ASCII, since it travels in a header", apiKey);
        var options = new PayProtocolOptions
        {
            ApiKey = apiKey,
            ApiSecret = settings.Required(nameof(ApiSecret)),
            ApiSecretPrevious = settings.Optional(nameof(ApiSecretPrevious)),
            TimestampAhead = settings.Duration(nameof(TimestampAhead), TimeSpan.FromMinutes(5), TimeSpan.FromDays(1)),
            TimestampBehind = settings.Duration(nameof(TimestampBehind), TimeSpan.FromMinutes(30), TimeSpan.FromDays(1)),
            CatalogueRefreshPause = settings.Duration(nameof(CatalogueRefreshPause), TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)),
            NetworkNames = settings.Table(nameof(NetworkNames)),
            CurrencyIds = settings.Codes(nameof(CurrencyIds), GoodCode),
            RefusalCodes = settings.Codes(nameof(RefusalCodes), GoodCode),
            NotFoundCodes = settings.Codes(nameof(NotFoundCodes), GoodCode),
            UtcOffset = settings.Offset(nameof(UtcOffset), TimeSpan.FromHours(8)),
            PaymentOrders = settings.Flag(nameof(PaymentOrders), false),
            PaymentPageBaseUrl = settings.Web(nameof(PaymentPageBaseUrl), new Uri("https://payment.payprotocol.network")),
            Http = ProviderHttpOptions.Read(settings),
        };
        if (
            !options.CurrencyIds.All(id =>
                id.Split('/') is [{ Length: > 0 } chain, { Length: > 0 } currency] && (chain + currency).All(char.IsAsciiDigit)
            )
        )
        {
            settings.Mistake(nameof(CurrencyIds), "must be ids such as 1/2, a chain's and its currency's, separated by commas", options);
        }

        return settings.Mistakes.Count == 0 ? options : null;
    }
}
