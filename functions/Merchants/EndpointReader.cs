namespace PaymentHub.Merchants;

/// <summary>Reads a merchant's webhook endpoints from its settings.</summary>
internal static class EndpointReader
{
    /// <summary>So many that an event and its deliveries still fit into one transaction of 100 rows.</summary>
    private const int MaxEndpoints = 20;

    private const string SecretPrefix = "whsec_";

    private static readonly IReadOnlyList<TimeSpan> DefaultSchedule =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    public static IReadOnlyList<WebhookEndpoint> Read(SettingsReader merchant)
    {
        var endpoints = merchant.Sections("Endpoints").Select(ReadEndpoint).ToList();
        if (endpoints.Count > MaxEndpoints)
            merchant.Mistake("Endpoints", $"has {endpoints.Count}, but a merchant may have at most {MaxEndpoints}.");
        return endpoints;
    }

    private static WebhookEndpoint ReadEndpoint(SettingsReader endpoint)
    {
        if (!Names.IsId(endpoint.Name))
            endpoint.Mistake("is no endpoint id: at most 32 lower-case letters and digits, in words joined by single underscores.");
        var url = endpoint.Url("Url", "where the webhooks go");
        var allowLocal = endpoint.Flag("AllowLocal", otherwise: false);
        if (EndpointTarget.Mistake(url, allowLocal) is { } mistake)
            endpoint.Mistake("Url", mistake);
        var secrets = endpoint.Texts("Secrets");
        if (secrets.Count is 0 or > 2)
            endpoint.Mistake("Secrets", "must be one signing secret, or two during a rotation (newest first).");
        var schedule = endpoint.Spans("Schedule", DefaultSchedule);
        var read = secrets.Select((secret, i) => ReadSecret(endpoint, secret, i)).ToList();
        endpoint.NoOthers();
        return new WebhookEndpoint(endpoint.Name, url, read, schedule) { AllowLocal = allowLocal };
    }

    private static ReadOnlyMemory<byte> ReadSecret(SettingsReader endpoint, string secret, int index)
    {
        var bytes = new byte[64];
        if (secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[SecretPrefix.Length..], bytes, out var length) && length >= 24)
            return bytes.AsMemory(0, length);
        endpoint.Mistake($"Secrets__{index}", $"must be '{SecretPrefix}' followed by 24 to 64 random bytes in base64.");
        return default;
    }
}
