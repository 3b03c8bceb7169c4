namespace PaymentHub.Providers.PayProtocol;

/// <summary>One account's settings at Pay Protocol. A class and not a record: a record would print its secrets.</summary>
internal sealed class PayProtocolOptions
{
    /// <summary>Sent, and expected in callbacks, as X-PAY-KEY.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The key of the HMAC.</summary>
    public required string ApiSecret { get; init; }

    /// <summary>How far ahead of our receipt a callback's timestamp may be.</summary>
    public required TimeSpan TimestampAhead { get; init; }

    /// <summary>How far behind our receipt it may be: whether a retry is signed anew is not documented, and the last comes after 10 minutes.</summary>
    public required TimeSpan TimestampBehind { get; init; }

    /// <summary>The least time between two look-ups of the provider's lists because of ids that we do not know.</summary>
    public required TimeSpan CatalogueRefreshPause { get; init; }

    /// <summary>Our network names for chain names of the provider that we would not recognise.</summary>
    public required IReadOnlyDictionary<string, string> NetworkNames { get; init; }

    public required ExchangeOptions Exchange { get; init; }

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
            TimestampAhead = settings.Duration(nameof(TimestampAhead), TimeSpan.FromMinutes(5), TimeSpan.FromDays(1)),
            TimestampBehind = settings.Duration(nameof(TimestampBehind), TimeSpan.FromMinutes(30), TimeSpan.FromDays(1)),
            CatalogueRefreshPause = settings.Duration(nameof(CatalogueRefreshPause), TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)),
            NetworkNames = settings.Table(nameof(NetworkNames)),
            Exchange = ExchangeOptions.Read(settings),
        };
        return settings.Mistakes.Count == 0 ? options : null;
    }
}
