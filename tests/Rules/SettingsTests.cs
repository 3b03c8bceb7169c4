using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Merchants;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Rules;

public class SettingsTests
{
    // Read by the host: what runs the app, and the schedules that the timers' attributes name.
    private static readonly string[] OfTheHost =
    [
        "FUNCTIONS_WORKER_RUNTIME",
        "OutboxRelaySchedule",
        "ReconciliationSchedule",
        "IntegrityCheckSchedule",
    ];

    private readonly HashSet<string> _read = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string?> _example = ExampleSettings.Filled();

    [Fact]
    public void The_services_fit_together()
    {
        using var services = Build();

        Assert.Equal(
            ["demo_mpay", "demo_pay", "demo_usdt"],
            services.GetRequiredService<MerchantDirectory>().Accounts.Select(account => account.Id).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_setting_of_the_example_is_read()
    {
        ReadEverything();

        Assert.Empty(_example.Keys.Except(_read, StringComparer.OrdinalIgnoreCase).Except(OfTheHost, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_setting_that_is_read_stands_in_the_example()
    {
        ReadEverything();

        // A section's own value is only looked at to find that it has none.
        var missing = _read.Where(path =>
            !_example.ContainsKey(path) && !_example.Keys.Any(key => key.StartsWith(path + ":", StringComparison.OrdinalIgnoreCase))
        );
        Assert.Empty(missing);
    }

    [Fact]
    public void The_example_holds_no_secret_but_placeholders()
    {
        string[] secrets = ["Sha256", "Secrets__0", "CallbackIds__0", "ApiSecret", "PrivateKey", "Md5Key", "MasterKeys__0"];

        var found = ExampleSettings.All.Where(pair => secrets.Any(secret => pair.Key.EndsWith("__" + secret, StringComparison.Ordinal))).ToList();

        Assert.Equal(10, found.Count);
        Assert.All(found, pair => Assert.StartsWith("<", pair.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void The_host_is_told_what_the_design_counts_on()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")));
        var extensions = host.RootElement.GetProperty("extensions");
        var queues = extensions.GetProperty("queues");
        var singleton = host.RootElement.GetProperty("singleton");

        Assert.Equal("2.0", host.RootElement.GetProperty("version").GetString());
        Assert.Equal("", extensions.GetProperty("http").GetProperty("routePrefix").GetString());
        // Half of it is what a callback waits when nothing else happens; docs/operator/costs.md has its price.
        Assert.Equal("00:00:00.200", queues.GetProperty("maxPollingInterval").GetString());
        // A merchant may have 20 endpoints, with 4 attempts at each at once: when all are slow, others still have 48 places.
        Assert.Equal((20 * 4) + 48, queues.GetProperty("batchSize").GetInt32() + queues.GetProperty("newBatchThreshold").GetInt32());
        Assert.Equal("base64", queues.GetProperty("messageEncoding").GetString());
        Assert.Equal("00:00:15", singleton.GetProperty("listenerLockPeriod").GetString());
        Assert.Equal("00:00:15", singleton.GetProperty("listenerLockRecoveryPollingInterval").GetString());
    }

    private void ReadEverything()
    {
        using var services = Build();
        services.GetRequiredService<MerchantDirectory>();
        services.GetRequiredService<OperatorDirectory>();
        services.GetRequiredService<StorageClients>();
    }

    private ServiceProvider Build()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_example).Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new RecordingConfiguration(configuration, _read))
            .AddPaymentHub()
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
