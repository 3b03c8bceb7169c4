namespace PaymentHub.Providers;

/// <summary>How patient we are with a provider's API; the same three settings for every provider.</summary>
internal sealed class ProviderHttpOptions
{
    /// <summary>The time for one call, its repetitions included.</summary>
    public required TimeSpan RequestTimeout { get; init; }

    /// <summary>How often a call that is harmless to repeat is repeated after a broken connection or a 5xx.</summary>
    public required int Retries { get; init; }

    /// <summary>The pause before the first repetition; it doubles with each.</summary>
    public required TimeSpan RetryPause { get; init; }

    /// <summary>The settings' names.</summary>
    public static IReadOnlyList<string> Names { get; } = [nameof(RequestTimeout), nameof(Retries), nameof(RetryPause)];

    public static ProviderHttpOptions Read(SettingsReader settings) =>
        new()
        {
            RequestTimeout = settings.Duration(nameof(RequestTimeout), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(2)),
            Retries = settings.Count(nameof(Retries), 2, 5),
            RetryPause = settings.Duration(nameof(RetryPause), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30)),
        };
}
