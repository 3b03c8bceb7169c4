using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using PaymentHub.Tests.Support;

namespace PaymentHub.Benchmarks;

/// <summary>Calls of one kind to storage.</summary>
internal sealed record StorageCount(long Calls, long Bytes);

/// <summary>Processor time so far.</summary>
internal sealed record ProcessorTime(TimeSpan Host, TimeSpan Worker);

/// <summary>What is measured: an empty emulator, the product's build output under the host, and the merchants' endpoints. A product that runs
/// elsewhere brings its own storage, and only what the driver sees of it is measured.</summary>
internal sealed class World : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    private readonly List<HostProcess> _hosts = [];
    private readonly string _app;
    private readonly CancellationToken _stop;
    private Uri[] _addresses = [];
    private Azurite? _azurite;
    private int _turn;

    private World(LoadPlan plan, string app, CancellationToken stop)
    {
        Plan = plan;
        _app = app;
        _stop = stop;
        Deposits = new Deposits(() => Address, stop);
    }

    public LoadPlan Plan { get; }

    public Deposits Deposits { get; }

    public Receiver Receiver { get; private set; } = null!;

    /// <summary>Whether the product is ours to look into.</summary>
    public bool IsOurs => _azurite is not null;

    /// <summary>An instance's address, of each in turn.</summary>
    public Uri Address => _addresses[(uint)Interlocked.Increment(ref _turn) % (uint)_addresses.Length];

    public string Storage => _azurite!.ConnectionString;

    /// <summary>Where the build puts the app: …/bin/Benchmarks/release → …/bin/PaymentHub/release.</summary>
    private static string BuiltApp { get; } =
        Path.GetFullPath(
            Path.Combine(
                AppContext.BaseDirectory,
                "..",
                "..",
                "PaymentHub",
                Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))
            )
        );

    public static Task<Azurite> StartAzuriteAsync(CancellationToken stop) =>
        Azurite.StartAsync(Path.Combine(Repository.Root, "infra", "node"), new AzuriteOptions(), stop);

    /// <param name="url">A product that runs elsewhere with the plan's settings; null: one is started.</param>
    /// <param name="more">What else the receiver answers.</param>
    /// <param name="app">The folder of a published app; null for the one that was built beside this program.</param>
    public static async Task<World> StartAsync(
        LoadPlan plan,
        Uri? url,
        int instances,
        CancellationToken stop,
        Action<IEndpointRouteBuilder>? more = null,
        string? app = null
    )
    {
        var world = new World(plan, app ?? BuiltApp, stop);
        try
        {
            world.Receiver = await Receiver.StartAsync(plan.ReceiverPort, world.Deposits.Arrived, more);
            if (url is not null)
            {
                world._addresses = [url];
                return world;
            }

            world._azurite = await StartAzuriteAsync(stop);
            var started = Enumerable.Range(0, instances).Select(_ => world.StartHostAsync()).ToList();
            world._addresses = await Task.WhenAll(started);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>What was asked of storage since this was asked last, by kind.</summary>
    public async Task<Dictionary<string, StorageCount>> CountAsync() =>
        JsonSerializer.Deserialize<Dictionary<string, StorageCount>>(await _azurite!.CountAsync(_stop), Json)!;

    public ProcessorTime Processor() => new(Sum(_hosts.Select(host => host.Id)), Sum(_hosts.SelectMany(host => host.Workers)));

    /// <summary>Sends what comes next to another address.</summary>
    public void Move(Uri address) => _addresses = [address];

    /// <summary>Starts one more host and returns its address when it is ready.</summary>
    public async Task<Uri> StartHostAsync()
    {
        var settings = Plan.Settings.ToDictionary(setting => setting.Key, setting => setting.Value);
        settings["AzureWebJobsStorage"] = Storage;
        var host = HostProcess.Start(settings, "--app", _app, "--port", "0", "--host-id", "load");
        lock (_hosts)
            _hosts.Add(host);
        return new Uri((await host.ReadyAsync().WaitAsync(_stop))[0].Address);
    }

    /// <summary>Ends the hosts, and their workers with them.</summary>
    public async Task StopHostsAsync()
    {
        await Task.WhenAll(_hosts.Select(host => host.SignalAsync("TERM")));
        await Task.WhenAll(_hosts.Select(host => host.ExitAsync()));
        _hosts.ForEach(host => host.Dispose());
        _hosts.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        _hosts.ForEach(host => host.Dispose());
        Deposits.Dispose();
        if (Receiver is not null)
            await Receiver.DisposeAsync();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }

    private static TimeSpan Sum(IEnumerable<int> processes)
    {
        var sum = TimeSpan.Zero;
        foreach (var id in processes)
        {
            using var process = Process.GetProcessById(id);
            sum += process.TotalProcessorTime;
        }

        return sum;
    }
}
