using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PaymentHub.Providers;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Providers;

/// <summary>A provider as the app registers it, with the network replaced and the clock in the test's hand.</summary>
internal sealed class ProviderBench : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly Dictionary<string, string?> _settings;

    public ProviderBench(
        string name,
        Func<IServiceCollection, IServiceCollection> add,
        IReadOnlyDictionary<string, string?> settings,
        bool realNetwork = false
    )
    {
        _settings = new Dictionary<string, string?>(settings) { ["RetryPause"] = "00:00:00.001" };
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        services.AddSingleton<TimeProvider>(Clock);
        add(services);
        foreach (var client in realNetwork ? [] : (string[])[name, $"{name}.once"])
            services.AddHttpClient(client).ConfigurePrimaryHttpMessageHandler(() => Wire);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        Provider = _services.GetRequiredService<IProvider>();
        Assert.Equal(name, Provider.Name);
    }

    /// <summary>1723971200: the time of the published vectors.</summary>
    public static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeSeconds(1723971200);

    public TurnableClock Clock { get; } = new(Now);

    public StubWire Wire { get; } = new();

    public LogBook Logs { get; } = new();

    public IProvider Provider { get; }

    public ProviderAccount Open(string baseUrl, params ReadOnlySpan<(string Name, string Value)> changes)
    {
        foreach (var (name, value) in changes)
            _settings[name] = value;
        Assert.Empty(Provider.Mistakes(Settings(_settings)));
        return OpenUnchecked(baseUrl);
    }

    public ProviderAccount OpenUnchecked(string baseUrl, params ReadOnlySpan<(string Name, string Value)> changes)
    {
        var settings = new Dictionary<string, string?>(_settings);
        foreach (var (name, value) in changes)
            settings[name] = value;
        return Provider.Open(new AccountContext("acme", new Uri(baseUrl), new Uri("https://hub.example/callbacks/test"), Settings(settings)));
    }

    /// <summary>The mistakes that the settings have with one of them changed.</summary>
    public IEnumerable<string> Mistakes(string name, string? value) =>
        Provider.Mistakes(Settings(new Dictionary<string, string?>(_settings) { [name] = value }));

    public void Dispose() => _services.Dispose();

    private static IConfiguration Settings(IEnumerable<KeyValuePair<string, string?>> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
