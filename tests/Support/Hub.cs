using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Merchant;
using PaymentHub.Storage;

namespace PaymentHub.Tests.Support;

/// <summary>
/// The whole world of a journey: the app with its real HTTP and its real storage, the sandbox's providers and demo merchant, two
/// merchants. Nothing but the providers is played.
/// </summary>
internal sealed class Hub : IAsyncDisposable
{
    /// <summary>How long a journey may wait for something that it expects.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string?> _settings;
    private readonly List<HttpClient> _clients = [];
    private readonly Func<Hub, Task<IAsyncDisposable>> _start;
    private readonly Action<IServiceCollection>? _services;
    private IAsyncDisposable _app = null!;

    private Hub(
        SandboxServer sandbox,
        Uri address,
        string storage,
        Dictionary<string, string?> settings,
        TestMerchant[] merchants,
        Action<IServiceCollection>? services,
        Func<Hub, Task<IAsyncDisposable>>? start
    )
    {
        Sandbox = sandbox;
        Address = address;
        Storage = storage;
        _settings = settings;
        _services = services;
        _start = start ?? StartInProcessAsync;
        Merchants = merchants;
    }

    public SandboxServer Sandbox { get; }

    public Uri Address { get; }

    /// <summary>The connection string of the journey's own storage account.</summary>
    public string Storage { get; }

    public TestMerchant[] Merchants { get; }

    /// <summary>An operator who may do everything.</summary>
    public TestOperator Operator { get; } = new("alice", "view,operate,money,admin");

    /// <summary>Another one, who decides on money.</summary>
    public TestOperator Second { get; } = new("bob", "money");

    public TestMerchant Alpha => Merchants[0];

    public TestMerchant Beta => Merchants[1];

    private HttpClient Client
    {
        get
        {
            lock (_clients)
                return _clients[^1];
        }
    }

    /// <summary>The app's present life, where that is in this process.</summary>
    public HubProcess Process => (HubProcess)_app;

    /// <summary>The app's settings.</summary>
    public IReadOnlyDictionary<string, string?> Settings => _settings;

    public RecordedLog Log { get; } = new();

    /// <summary>Starts a world. Settings given here win over the usual ones, in which no timer ever runs and polling is quick.</summary>
    /// <param name="start">Starts the app, and again after it was ended; null: in this process.</param>
    public static async Task<Hub> StartAsync(
        Dictionary<string, string?>? settings = null,
        Func<SandboxOptions, SandboxOptions>? options = null,
        Action<IServiceCollection>? services = null,
        string? storage = null,
        Func<Hub, Task<IAsyncDisposable>>? start = null
    )
    {
        TestMerchant[] merchants = [new("alpha"), new("beta")];
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        Uri Callbacks(TestMerchant merchant, string account) => new(address, "/callbacks/" + merchant.CallbackId(account));

        var sandboxOptions = new SandboxOptions
        {
            PayProtocol = new() { Accounts = [.. merchants.Select(m => m.Keys.PayProtocol.ToCredentials(m.Id, Callbacks(m, m.PayProtocolAccount)))] },
            Gateway = new() { Accounts = [.. merchants.Select(m => m.Keys.Gateway.ToCredentials(m.Id, Callbacks(m, m.GatewayAccount)))] },
            MPay = new() { Accounts = [.. merchants.Select(m => m.Keys.MPay.ToCredentials(m.Id))] },
            Merchant = new() { Endpoints = [.. merchants.Select(m => new MerchantCredentials(m.Id, [m.Keys.WebhookSecret]))] },
        };
        var sandbox = await SandboxServer.StartAsync(options is null ? sandboxOptions : options(sandboxOptions));

        storage ??= await SharedAzurite.TakeAccountAsync();
        var all = new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = storage,
            ["OutboxRelaySchedule"] = "0 0 0 29 2 *",
            ["ReconciliationSchedule"] = "0 0 0 29 2 *",
            ["IntegrityCheckSchedule"] = "0 0 0 29 2 *",
            ["AzureFunctionsJobHost:extensions:queues:maxPollingInterval"] = "00:00:00.200",
            ["PaymentHub:PublicBaseUrl"] = address.GetLeftPart(UriPartial.Authority),
            ["PaymentHub:RateLimit:PerSecond"] = "100000",
            ["PaymentHub:RateLimit:Burst"] = "1000000",
            ["PaymentHub:RateLimit:FailedBurst"] = "1000000",
            ["PaymentHub:RateLimit:FailedPerMinute"] = "100000",
            ["PaymentHub:Retry:First"] = "00:00:00.100",
            ["PaymentHub:Retry:Max"] = "00:00:00.500",
        };
        foreach (var (name, value) in merchants.SelectMany(merchant => merchant.Settings(sandbox.BaseUrl)).Concat(settings ?? []))
            all[name] = value;
        var hub = new Hub(sandbox, address, storage, all, merchants, services, start);
        foreach (var (name, value) in hub.Operator.Settings().Concat(hub.Second.Settings()))
            all.TryAdd(name, value);
        await hub.BringUpAsync();
        return hub;
    }

    /// <summary>Starts the app, again if it ran before. Connections to an earlier life,
    /// which may be dead and still open, are not used any more.</summary>
    public async Task BringUpAsync()
    {
        _app = await _start(this);
        lock (_clients)
            _clients.Add(new HttpClient());
    }

    private static async Task<IAsyncDisposable> StartInProcessAsync(Hub hub) =>
        await HubProcess.StartAsync(hub.Address, hub.Settings, hub.Log, hub._services);

    /// <summary>A further instance on the same storage, which does only what it is told to do. Whoever asks for it ends it.</summary>
    public HubProcess MakeSecond() => HubProcess.Make(Address, _settings, Log, _services);

    /// <summary>Changes settings for the app's next life.</summary>
    public void Set(string name, string? value) => _settings[name] = value;

    /// <summary>Takes settings away for the app's next life.</summary>
    public void Unset(string name) => _settings.Remove(name);

    /// <summary>Calls our API as a merchant; what is the operators', as the operator.</summary>
    public Task<(int Status, JsonNode? Body)> CallAsync(TestMerchant merchant, HttpMethod method, string path, object? body = null) =>
        CallAsync(path.StartsWith("/ops/", StringComparison.Ordinal) ? Operator.Key : merchant.ApiKey, method, path, body);

    /// <summary>Calls our API with a key.</summary>
    public async Task<(int Status, JsonNode? Body)> CallAsync(string key, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, path)) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null);
    }

    public Task<(int Status, JsonNode? Body)> PostAsync(TestMerchant merchant, string path, object body) =>
        CallAsync(merchant, HttpMethod.Post, path, body);

    public Task<(int Status, JsonNode? Body)> GetAsync(TestMerchant merchant, string path) => CallAsync(merchant, HttpMethod.Get, path);

    /// <summary>Waits for a webhook of that type at a merchant's endpoint.</summary>
    public Task<ReceivedWebhook> WebhookAsync(TestMerchant merchant, string type) =>
        Sandbox.Merchant.WaitForAsync(webhook => webhook.Endpoint == merchant.Id && webhook.Answered == 200 && TypeOf(webhook) == type, Patience);

    public static string TypeOf(ReceivedWebhook webhook) => (string)JsonNode.Parse(webhook.Text)!["type"]!;

    public static JsonNode DataOf(ReceivedWebhook webhook) => JsonNode.Parse(webhook.Text)!["data"]!;

    public TableClient Table(string name) => new(Storage, name);

    public QueueClient Queue(string name) => new(Storage, name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    /// <summary>All rows of a table, or those in a range of row keys.</summary>
    public async Task<List<TableEntity>> RowsAsync(string table, string prefix = "")
    {
        var rows = new List<TableEntity>();
        await foreach (var row in Table(table).QueryAsync<TableEntity>(filter: (string?)null))
        {
            if (row.RowKey.StartsWith(prefix, StringComparison.Ordinal))
                rows.Add(row);
        }

        return rows;
    }

    /// <summary>The verdicts of all callbacks that have one, in the order of receipt.</summary>
    public async Task<List<string>> VerdictsAsync() =>
        [
            .. (await RowsAsync(TableNames.Callbacks, "callback|"))
                .OrderBy(row => row.RowKey, StringComparer.Ordinal)
                .Select(row => row.GetString("Verdict"))
                .OfType<string>(),
        ];

    /// <summary>
    /// Waits until nothing is owed any more: no outbox entry stands but to ask about a deposit that nobody has paid, or to look after an order
    /// in a long while, and every callback has its verdict.
    /// </summary>
    public Task SettleAsync() =>
        Eventually.TrueAsync(
            async () => (await RowsAsync(TableNames.Callbacks, "pending|")).Count == 0 && (await RowsAsync(TableNames.Orders, "due|")).All(IsPatient),
            Patience,
            "everything owed is done"
        );

    /// <summary>Whether an outbox entry is one that nobody waits for.</summary>
    public static bool IsPatient(TableEntity entry) =>
        entry.GetString("Queue") == QueueNames.Deposits
        || string.CompareOrdinal(entry.RowKey, Keys.OutboxEntry(Keys.Due, TimeProvider.System.GetUtcNow().AddHours(1), "", "")) > 0;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Sandbox.DisposeAsync();
        foreach (var client in _clients)
            client.Dispose();
    }
}
