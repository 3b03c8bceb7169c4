using System.Collections.Concurrent;
using System.Text;
using Azure.Storage.Queues;
using PaymentHub.Tests.Support;

namespace FunctionsHost.Tests;

/// <summary>A world for the probe app: a storage account, a folder with its diary, and hosts that run it.</summary>
internal sealed class ProbeHost : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly string[] Queues = ["texts", "bytes", "parcels", "wholes", "members", "nevers", "nevers-poison", "slows", "configured"];

    private readonly List<FunctionsHostServer> _hosts = [];
    private readonly ConcurrentQueue<string> _log = new();

    private ProbeHost(string storage)
    {
        Storage = storage;
        Folder = Directory.CreateTempSubdirectory("host-probe-").FullName;
        Settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["AzureWebJobsStorage"] = storage,
            ["ProbeStorage"] = storage,
            ["ProbeQueue"] = "configured",
            ["ProbeTick"] = "0 0 0 1 1 *",
            ["ProbeFolder"] = Folder,
        };
    }

    /// <summary>The build output of the probe, built as these tests are.</summary>
    public static string App { get; } =
        Path.Combine(Repository.Root, "artifacts", "bin", "HostProbe", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)));

    public string Storage { get; }

    public string Folder { get; }

    public Dictionary<string, string> Settings { get; }

    /// <summary>The host that was started first.</summary>
    public FunctionsHostServer Server => _hosts[0];

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    /// <summary>All lines of all hosts' logs.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>What the functions wrote.</summary>
    public IReadOnlyList<string> Diary
    {
        get
        {
            var file = Path.Combine(Folder, "diary");
            if (!File.Exists(file))
                return [];
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    /// <summary>A world without a host yet.</summary>
    public static async Task<ProbeHost> PrepareAsync()
    {
        var world = new ProbeHost(await SharedAzurite.TakeAccountAsync());
        foreach (var queue in Queues)
            await world.Queue(queue).CreateAsync();
        return world;
    }

    /// <summary>A world with a host that takes requests.</summary>
    public static async Task<ProbeHost> StartAsync(Func<FunctionsHostOptions, FunctionsHostOptions>? change = null)
    {
        var world = await PrepareAsync();
        await world.AddHostAsync(change);
        return world;
    }

    public FunctionsHostOptions Options() =>
        new(App)
        {
            Settings = Settings,
            Log = _log.Enqueue,
            RestartInterval = TimeSpan.Zero,
            HostId = "probe",
        };

    /// <summary>Starts a host in this world.</summary>
    public async Task<FunctionsHostServer> AddHostAsync(Func<FunctionsHostOptions, FunctionsHostOptions>? change = null)
    {
        var host = await FunctionsHostServer.StartAsync((change ?? (options => options))(Options()));
        _hosts.Add(host);
        return host;
    }

    /// <summary>The full address of a path of the first host.</summary>
    public Uri At(string path) => new($"{Server.Address}{path}");

    public async Task<string> GetAsync(string path) => await Http.GetStringAsync(At(path));

    public QueueClient Queue(string name) => new(Storage, name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    public Task SendAsync(string queue, string text) => Queue(queue).SendMessageAsync(text);

    /// <summary>Lets a function go on that waits.</summary>
    public void Open(string gate) => File.WriteAllText(Path.Combine(Folder, gate), "");

    /// <summary>Asks the worker to end. Its answer may be lost with it.</summary>
    public async Task EndWorkerAsync(int exitCode)
    {
        try
        {
            using var _ = await Http.PostAsync(At($"/api/ends/{exitCode}"), null);
        }
        catch (HttpRequestException)
        {
            // It ended before it had answered.
        }
    }

    /// <summary>Waits for a line of the diary.</summary>
    public Task WrittenAsync(string line) => UntilAsync(() => Diary.Contains(line), $"the diary says '{line}'");

    public async Task UntilAsync(Func<bool> condition, string what)
    {
        try
        {
            await Eventually.TrueAsync(() => Task.FromResult(condition()), Deadline, what);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                new StringBuilder(e.Message)
                    .AppendLine()
                    .AppendLine("Diary:")
                    .AppendJoin('\n', Diary)
                    .AppendLine()
                    .AppendLine("Log:")
                    .AppendJoin('\n', Log.TakeLast(60))
                    .ToString()
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
        Http.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>One world with one host for all tests of a class.</summary>
public sealed class SharedProbe : IAsyncLifetime
{
    internal ProbeHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await ProbeHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
