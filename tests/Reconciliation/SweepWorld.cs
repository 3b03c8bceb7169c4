using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Callbacks;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Tests.Callbacks;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Providers;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Webhooks;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>Sweeps over real storage and a provider that a test writes, with a clock that stands still. It is noon.</summary>
internal sealed class SweepWorld
{
    private readonly string _connection;

    private SweepWorld(string connection, ScriptedAccount provider, ReconciliationSettings settings, bool acceptUnknownAddresses)
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

    public Audit Audit => new(Directory, new OrderBook(Storage), Ledger(Storage), new OrderNaming(new MemoryAddressBook()));

    public Audits Audits
    {
        get
        {
            using var logging = new LoggerFactory([Log]);
            return new Audits(new AuditStore(Storage), Audit, Directory, Clock, logging.CreateLogger<Audits>());
        }
    }

    public OpenOrderCheck OpenOrderCheck => new(Ledger(Storage), Directory, NullLogger<OpenOrderCheck>.Instance);

    public Backfills Backfills => new(new SweepStore(Storage), Directory, Clock);

    public static async Task<SweepWorld> CreateAsync(ScriptedAccount? provider = null, ReconciliationSettings? settings = null, bool acceptUnknownAddresses = true)
    {
        var world = new SweepWorld(await SharedAzurite.TakeAccountAsync(), provider ?? new ScriptedAccount(), settings ?? new ReconciliationSettings(), acceptUnknownAddresses);
        foreach (var table in TableNames.All)
            await world.Storage.Tables.CreateTableIfNotExistsAsync(table);
        return world;
    }

    /// <summary>One instance of the app, as far as it sweeps.</summary>
    public Reconciler Instance(StorageProbe? probe = null)
    {
        var storage = probe is null ? Storage : Clients(new StoragePolicy(probe, HttpPipelinePosition.PerRetry));
        var store = new SweepStore(storage);
        using var logging = new LoggerFactory([Log]);
        var intake = new SweepIntake(new OrderNaming(new MemoryAddressBook()), Intake(storage), store, Clock, logging.CreateLogger<SweepIntake>());
        var sweeper = new AccountSweeper(store, intake, Directory, Clock, logging.CreateLogger<AccountSweeper>());
        return new Reconciler(store, sweeper, Directory, Clock, logging.CreateLogger<Reconciler>());
    }

    public Task RunAsync() => Instance().RunAsync(CancellationToken.None);

    /// <summary>Applies what a callback says, as <see cref="CallbackProcessor"/> does.</summary>
    public async Task<bool> CallbackAsync(Notice notice)
    {
        var intake = Intake(Storage);
        var target = await intake.FindAsync(Account, notice, Clock.GetUtcNow(), look: false, CancellationToken.None);
        return (await intake.ApplyAsync(Account, target!, notice, new Trace($"callback/{Guid.NewGuid():N}", false), CancellationToken.None)).Changed;
    }

    public OrderLedger Ledger(StorageClients storage) => new(
        new OrderStore(storage, Directory, Clock),
        new FixedAnnouncer("main"),
        new FollowUps(storage, new RecordingDeliveryQueue(), new NoWork(), new ListWriter(storage), new FeedWriter(storage, Directory, Clock), Clock),
        Clock);

    public async Task<AccountSweep> RegularAsync(OrderKind kind = OrderKind.Deposit) =>
        (await new SweepStore(Storage).ListAsync(Account.Id, CancellationToken.None)).Single(sweep => sweep.BackfillId is null && sweep.Kind == kind);

    public async Task<List<TableEntity>> RowsAsync(string table, string contains = "")
    {
        var rows = new List<TableEntity>();
        await foreach (var row in Storage.Table(table).QueryAsync<TableEntity>(filter: (string?)null))
            if (row.RowKey.Contains(contains, StringComparison.Ordinal))
                rows.Add(row);
        return rows;
    }

    public async Task<List<Order>> OrdersAsync() => [.. (await RowsAsync(TableNames.Orders, "|order")).Select(OrderRows.Order).OrderBy(order => order.ProviderOrderId, StringComparer.Ordinal)];

    public async Task<int> EventsAsync() => (await RowsAsync(TableNames.Orders, "|event|")).Count;

    private NoticeIntake Intake(OrderLedger ledger) => new(ledger, new IssuanceCheck(new MemoryAddressBook()), Directory);

    private NoticeIntake Intake(StorageClients storage) => Intake(Ledger(storage));

    private StorageClients Clients(params StoragePolicy[] policies) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["AzureWebJobsStorage"] = _connection }).Build(), policies);
}
