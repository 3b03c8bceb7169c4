using PaymentHub.Orders;

namespace PaymentHub.Merchants;

/// <summary>Reads a merchant's webhook endpoints from its settings.</summary>
internal static class EndpointReader
{
    /// <summary>So many that an event and its deliveries still fit into one transaction of 100 rows.</summary>
    private const int MaxEndpoints = 20;

    private const string SecretPrefix = "whsec_";

    private static readonly IReadOnlyList<TimeSpan> DefaultSchedule =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    public static IReadOnlyList<WebhookEndpoint> Read(SettingsReader merchant)
    {
        var accounts = merchant.Section("Accounts").GetChildren().Select(account => account.Key).ToList();
        var endpoints = merchant.Sections("Endpoints").Select(endpoint => ReadEndpoint(endpoint, accounts)).ToList();
        if (endpoints.Count > MaxEndpoints)
            merchant.Mistake("Endpoints", $"has {endpoints.Count}, but a merchant may have at most {MaxEndpoints}.");
        return endpoints;
    }

    private static WebhookEndpoint ReadEndpoint(SettingsReader endpoint, IReadOnlyList<string> accounts)
    {
        if (!Identifiers.IsId(endpoint.Name))
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
        var described = new WebhookEndpoint(endpoint.Name, url, read, schedule)
        {
            Events = ReadEvents(endpoint),
            Accounts = ReadAccounts(endpoint, accounts),
            RateLimit = endpoint.Number("RateLimit", 0, 1, 10_000) is > 0 and var limit ? limit : null,
            AllowLocal = allowLocal,
            Disabled = endpoint.Flag("Disabled", otherwise: false),
            FinalWaits = endpoint.Number("FinalWaits", 3, 1, 100),
        };
        endpoint.NoOthers();
        return described;
    }

    private static IReadOnlyList<string> ReadEvents(SettingsReader endpoint)
    {
        var patterns = Parts(endpoint, "Events");
        foreach (var pattern in patterns.Where(pattern => !IsPattern(pattern)))
        {
            endpoint.Mistake(
                "Events",
                $"holds '{pattern}', but must be types of events separated by commas, such as deposit.completed, deposit.* or *."
            );
        }

        return patterns.Count > 0 ? patterns : ["*"];
    }

    // A pattern that nothing can match is a misspelt one, and its merchant would wait for webhooks in vain.
    private static bool IsPattern(string pattern) =>
        (pattern is "*" || pattern.EndsWith(".*", StringComparison.Ordinal) || !pattern.Contains('*', StringComparison.Ordinal))
        && EventTypes.All.Append(EventTypes.EndpointFailing).Any(type => WebhookEndpoint.Matches(pattern, type));

    private static IReadOnlyList<string> ReadAccounts(SettingsReader endpoint, IReadOnlyList<string> accounts)
    {
        var chosen = Parts(endpoint, "Accounts");
        foreach (var account in chosen.Where(account => !accounts.Contains(account)))
            endpoint.Mistake("Accounts", $"holds '{account}', which is none of the merchant's accounts.");
        return chosen;
    }

    private static IReadOnlyList<string> Parts(SettingsReader endpoint, string name) =>
        [.. (endpoint.Text(name) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static ReadOnlyMemory<byte> ReadSecret(SettingsReader endpoint, string secret, int index)
    {
        var bytes = new byte[64];
        if (
            secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[SecretPrefix.Length..], bytes, out var length)
            && length >= 24
        )
        {
            return bytes.AsMemory(0, length);
        }

        endpoint.Mistake($"Secrets__{index}", $"must be '{SecretPrefix}' followed by 24 to 64 random bytes in base64.");
        return default;
    }
}
