using System.Security.Cryptography;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Merchants;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Merchants;

/// <summary>A directory on a storage account of its own, and instances of the app that share it and one clock that is turned.</summary>
internal sealed class DirectoryWorld : IAsyncDisposable
{
    private readonly List<HubProcess> _instances = [];
    private readonly string _storage;

    private DirectoryWorld(string storage) => _storage = storage;

    public TurnableClock Clock { get; } = new();

    public RecordedLog Log { get; } = new();

    public string MasterKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public TableClient Table => new(_storage, TableNames.Merchants);

    public static Author By { get; } = new("operator", "ada");

    public static async Task<DirectoryWorld> CreateAsync()
    {
        var world = new DirectoryWorld(await SharedAzurite.TakeAccountAsync());
        foreach (var table in TableNames.All)
            await new TableServiceClient(world._storage).CreateTableIfNotExistsAsync(table);
        return world;
    }

    /// <summary>A further instance.</summary>
    /// <param name="settings">What it has besides the master key, and in place of it.</param>
    public Instance Start(params (string Name, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = _storage,
            ["PaymentHub:PublicBaseUrl"] = "https://hub.example",
            ["PaymentHub:MasterKeys:0"] = MasterKey,
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        var process = HubProcess.Make(new Uri("http://127.0.0.1:1"), all, Log, services => services.AddSingleton<TimeProvider>(Clock));
        _instances.Add(process);
        return new Instance(process);
    }

    public async Task<List<TableEntity>> RowsAsync(string partition) =>
        await Table.QueryAsync<TableEntity>(row => row.PartitionKey == partition).ToListAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
            await instance.DisposeAsync();
    }

    public static EditRequest Edit(string? ifMatch = null, bool dryRun = false, string merchant = "shop") => new(merchant, By, ifMatch, dryRun);

    /// <summary>An account at Pay Protocol whose key there is made of its id.</summary>
    public static AccountDocument Account(string id, string? secret = "api-secret", string? apiKey = null) =>
        new()
        {
            Id = id,
            Provider = "pay_protocol",
            BaseUrl = "https://pay.example/api/mer",
            Settings = new Dictionary<string, JsonElement>
            {
                ["api_key"] = JsonSerializer.SerializeToElement(apiKey ?? $"key-of-{id}"),
                ["api_secret"] = JsonSerializer.SerializeToElement(secret ?? ""),
            },
        };

    public static EndpointDocument Endpoint(string id, string url = "https://shop.example/hooks") => new() { Id = id, Url = url };

    public static ApiKeyDocument Key(string owner, params string[] roles) => new(owner, roles, null, null);

    public static T Done<T>(Result<T> result) =>
        result is Result<T>.Success { Value: var value }
            ? value
            : throw new InvalidOperationException(
                $"{((Result<T>.Failure)result).Problem} {string.Join(' ', ((Result<T>.Failure)result).Problem.Errors)}"
            );

    public static Problem Refused<T>(Result<T> result) => Assert.IsType<Result<T>.Failure>(result).Problem;

    /// <summary>One instance of the app, which listens to nothing.</summary>
    internal sealed class Instance(HubProcess process)
    {
        public StorageProbe Probe => process.Probe;

        public MerchantDirectory Directory => Get<MerchantDirectory>();

        public DirectoryRefresh Refresh => Get<DirectoryRefresh>();

        public DirectoryMerchants Merchants => Get<DirectoryMerchants>();

        public DirectoryAccounts Accounts => Get<DirectoryAccounts>();

        public DirectoryEndpoints Endpoints => Get<DirectoryEndpoints>();

        public DirectoryKeys Keys => Get<DirectoryKeys>();

        public T Get<T>()
            where T : notnull => process.Services.GetRequiredService<T>();

        /// <summary>Creates the merchant with an account, an endpoint and a key, and returns the key.</summary>
        public async Task<string> CreateShopAsync(string merchant = "shop")
        {
            Done(await Merchants.CreateAsync(Edit(merchant: merchant), new MerchantDocument(merchant, "The shop", null), default));
            Done(await Accounts.CreateAsync(Edit(merchant: merchant), Account($"{merchant}_pay"), default));
            Done(await Endpoints.CreateAsync(Edit(merchant: merchant), Endpoint("main"), default));
            return Done(await Keys.CreateAsync(Edit(merchant: merchant), Key("backend", "read", "deposits"), default)).Secret!;
        }

        public Task<Caller?> CallAsync(string key, string? from = null) =>
            Get<Callers>().FindAsync(key, from is null ? null : System.Net.IPAddress.Parse(from), default);
    }
}
