using Azure.Core.Pipeline;

namespace Azure.Data.Tables;

/// <summary>Where an account is, what it is called and how requests to it are authenticated.</summary>
/// <remarks>Errors never repeat the text, which holds the key.</remarks>
internal sealed record ConnectionString(Uri Endpoint, string AccountName, HttpPipelinePolicy Authentication)
{
    private const string EmulatorName = "devstoreaccount1";

    // The published key of every emulator.
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <exception cref="ArgumentException">The text is null or empty.</exception>
    /// <exception cref="FormatException">The text is malformed or incomplete.</exception>
    public static ConnectionString Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, "connectionString");
        var settings = Settings(text);
        if (string.Equals(settings.GetValueOrDefault("UseDevelopmentStorage"), "true", StringComparison.OrdinalIgnoreCase))
            return Emulator(settings.GetValueOrDefault("DevelopmentStorageProxyUri") ?? "http://127.0.0.1");

        var name = settings.GetValueOrDefault("AccountName");
        var endpoint = settings.TryGetValue("TableEndpoint", out var given) ? Absolute(given) : Default(settings, name);
        if (endpoint is not null && settings.TryGetValue("SharedAccessSignature", out var signature))
            return new(endpoint, name ?? AccountNameOf(endpoint), new SasPolicy(new AzureSasCredential(signature)));
        if (endpoint is not null && name is not null && settings.TryGetValue("AccountKey", out var key))
            return new(endpoint, name, new SharedKeyPolicy(new TableSharedKeyCredential(name, key), TimeProvider.System));

        throw new FormatException(
            "No valid combination of account information found: AccountName and AccountKey, or TableEndpoint and SharedAccessSignature.");
    }

    /// <summary>The account in an address: the first label of its host or, at an emulator, the first step of its path.</summary>
    public static string AccountNameOf(Uri endpoint) =>
        endpoint.HostNameType == UriHostNameType.Dns && endpoint.Host.Contains('.', StringComparison.Ordinal)
            ? endpoint.Host[..endpoint.Host.IndexOf('.', StringComparison.Ordinal)]
            : endpoint.AbsolutePath.Trim('/').Split('/')[0];

    private static Dictionary<string, string> Settings(string text)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var segment in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = segment.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new FormatException("A connection string consists of name=value settings, separated by semicolons.");
            if (!settings.TryAdd(segment[..equals].Trim(), segment[(equals + 1)..].Trim()))
                throw new FormatException($"The connection string has more than one {segment[..equals].Trim()}.");
        }

        return settings;
    }

    private static ConnectionString Emulator(string proxy)
    {
        var host = Absolute(proxy);
        var endpoint = new UriBuilder(host.Scheme, host.Host, 10002, EmulatorName).Uri;
        return new(endpoint, EmulatorName, new SharedKeyPolicy(new TableSharedKeyCredential(EmulatorName, EmulatorKey), TimeProvider.System));
    }

    private static Uri? Default(Dictionary<string, string> settings, string? name)
    {
        if (string.IsNullOrEmpty(name))
            return null;

        var scheme = settings.GetValueOrDefault("DefaultEndpointsProtocol") ?? "https";
        var suffix = settings.GetValueOrDefault("EndpointSuffix") ?? "core.windows.net";
        return Absolute($"{scheme}://{name}.table.{suffix}/");
    }

    private static Uri Absolute(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new FormatException("The connection string's endpoint is no http or https address.");
}
