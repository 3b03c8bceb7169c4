using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Callbacks;
using PaymentHub.Deposits;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Providers;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Telemetry;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>Reconciliations over real storage and a provider that a test writes, with a clock that stands still. It is noon.</summary>
internal sealed class ReconciliationWorld
{
    /// <summary>Ten minutes before the world's clock begins.</summary>
    public static readonly DateTimeOffset Before = Samples.Noon.AddMinutes(-10);

    private readonly string _connection;

    private ReconciliationWorld(string connection, ScriptedAccount provider, ReconciliationSettings settings, bool acceptUnknownAddresses)
    {
        _connection = connection;
        Provider = provider;
        Account = TestDirectory.Account(provider, acceptUnknownAddresses: acceptUnknownAddresses);
        Directory = new MerchantDirectory(TestDirectory.Settings with { Reconciliation = settings }, [new Merchant("shop", [], [])], [Account]);
        Storage = Clients();
    }

    public ManualTimeProvider Clock { get; } = new(Samples.Noon);

    public ScriptedAccount Provider { get; }

    public Account Account { get; }

    public MerchantDirectory Directory { get; }

    public StorageClients Storage { get; }

    public LogBook Log { get; } = new();

    public ReconciliationReporter Reporter =>
        new(Directory, new OrderIndexByTime(Storage), Updater(Storage), new OrderResolver(new MemoryAddressBook()));

    public ReconciliationReports Reports
    {
        get
        {
            using var logging = new LoggerFactory([Log]);
            return new ReconciliationReports(new ReportStore(Storage), Reporter, Directory, Clock, logging.CreateLogger<ReconciliationReports>());
        }
    }

    public OpenOrderCheck OpenOrderCheck => new(Updater(Storage), Directory, NullLogger<OpenOrderCheck>.Instance);

    public HubMeasures Measures =>
        new(Gauges.Unread(Clock), new ReviewList(Storage), new AccountsHeard(Storage, Directory, Gauges.Unread(Clock), Clock), Directory);

    public Backfills Backfills => new(new ReconciliationStore(Storage), Directory, Clock);

    public static async Task<ReconciliationWorld> CreateAsync(
        ScriptedAccount? provider = null,
        ReconciliationSettings? settings = null,
        bool acceptUnknownAddresses = true
    )
    {
        var world = new ReconciliationWorld(
            await SharedAzurite.TakeAccountAsync(),
            provider ?? new ScriptedAccount(),
            settings ?? new ReconciliationSettings(),
            acceptUnknownAddresses
        );
        foreach (var table in TableNames.All)
            await world.Storage.Tables.CreateTableIfNotExistsAsync(table);
        return world;
    }

    /// <summary>One instance of the app, as far as it reconciles.</summary>
    public ReconcilingInstance Instance(HttpPipelinePolicy? probe = null)
    {
        var storage = probe is null ? Storage : Clients(new StoragePolicy(probe, HttpPipelinePosition.PerRetry));
        var store = new ReconciliationStore(storage);
        using var logging = new LoggerFactory([Log]);
        var processor = new ListedUpdateProcessor(
            new OrderResolver(new MemoryAddressBook()),
            Updates(storage),
            store,
            new KnownLines(),
            Clock,
            logging.CreateLogger<ListedUpdateProcessor>()
        );
        var hosts = new ProviderHosts(Clock, logging.CreateLogger<ProviderHosts>());
        var runner = new ReconciliationRunner(store, processor, Directory, hosts, Clock, logging.CreateLogger<ReconciliationRunner>());
        return new ReconcilingInstance(store, runner, Directory, Clock, logging.CreateLogger<ReconciliationScheduler>());
    }

    public Task RunAsync() => Instance().RunAsync(CancellationToken.None);

    /// <summary>Applies what a callback says, as <see cref="CallbackProcessor"/> does.</summary>
    public async Task<bool> CallbackAsync(Notice notice)
    {
        var updates = Updates(Storage);
        var resolved = await updates.FindAsync(Account, notice, Clock.GetUtcNow(), look: false, CancellationToken.None);
        return (
            await updates.ApplyAsync(Account, resolved!, notice, new ChangeOrigin($"callback/{Guid.NewGuid():N}", false), CancellationToken.None)
        ).Changed;
    }

    public OrderUpdater Updater(StorageClients storage) =>
        new(
            new OrderStore(storage, Directory.Settings.Outbox, Clock),
            new FixedWebhookEventFactory("main"),
            new FollowUps(storage, new NoDeliveries(), new NoActions(), new OrderIndexWriter(storage), new FeedWriter(storage, Directory, Clock)),
            Clock
        );

    public async Task<ReconciliationJob> RegularAsync(OrderKind kind = OrderKind.Deposit) =>
        (await new ReconciliationStore(Storage).ListAsync(Account.Id, CancellationToken.None)).Single(job =>
            job.BackfillId is null && job.Kind == kind
        );

    public async Task<List<TableEntity>> RowsAsync(string table, string contains = "")
    {
        var rows = new List<TableEntity>();
        await foreach (var row in Storage.Table(table).QueryAsync<TableEntity>(filter: (string?)null))
        {
            if (row.RowKey.Contains(contains, StringComparison.Ordinal))
                rows.Add(row);
        }

        return rows;
    }

    public async Task<List<Order>> OrdersAsync() =>
        [.. (await RowsAsync(TableNames.Orders, "|order")).Select(OrderRows.Order).OrderBy(order => order.ProviderOrderId, StringComparer.Ordinal)];

    public async Task<int> EventsAsync() => (await RowsAsync(TableNames.Orders, "|event|")).Count;

    private UpdateProcessor Updates(OrderUpdater updater) =>
        new(
            updater,
            new AddressOwnershipCheck(new MemoryAddressBook()),
            new EnteredDeposits(updater, Directory, TimeProvider.System),
            new TakenNotices(),
            Directory
        );

    private UpdateProcessor Updates(StorageClients storage) => Updates(Updater(storage));

    public StorageClients Clients(params StoragePolicy[] policies) =>
        new(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["AzureWebJobsStorage"] = _connection }).Build(),
            policies
        );
}
