using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Callbacks;
using PaymentHub.Deposits;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>The lines of one page of a provider's list.</summary>
public class ListedUpdateProcessorTests
{
    private static readonly Notice Invoice = Samples.Deposit(NoticeStatus.Completed) with
    {
        OrderId = Samples.MerchantDeposit.Id,
        Amount = 10,
        Currency = "CNY",
    };

    private readonly FakeProviderAccount _provider = new() { Issues = true };
    private readonly MemoryAddressBook _book = new() { Payments = { ["TP"] = Samples.MerchantDeposit.Id } };
    private readonly MemoryOrderStore _orders = new();
    private readonly TurnableClock _clock = new();

    public ListedUpdateProcessorTests() => _orders.Put(Samples.MerchantDeposit with { AccountId = "shop_pay" });

    /// <summary>Each line is a notice of its own: the second is not taken for the first because they stand on one page.</summary>
    [Theory]
    [InlineData(4, 6, OrderStatus.Completed)]
    [InlineData(10, 5, OrderStatus.NeedsReview)]
    public async Task Two_transfers_to_one_invoice_on_one_page_are_both_kept(decimal first, decimal second, OrderStatus expected)
    {
        _provider.Answer = new ProviderResult<Notice>.Good(Invoice);

        await TakeAsync(Transfer("402", first), Transfer("403", second));

        var order = _orders[Samples.MerchantDeposit.Id].Order;
        Assert.Equal(expected, order.Status);
        Assert.Equal([first, second], order.Transfers!.OrderBy(transfer => transfer.Id, StringComparer.Ordinal).Select(transfer => transfer.Amount));
    }

    [Fact]
    public async Task The_same_page_again_changes_nothing()
    {
        _provider.Answer = new ProviderResult<Notice>.Good(Invoice);
        await TakeAsync(Transfer("402", 10), Transfer("403", 5));
        var before = _orders[Samples.MerchantDeposit.Id];

        var counts = await TakeAsync(Transfer("402", 10), Transfer("403", 5));

        Assert.Equal(0, counts.Changed);
        Assert.Equal(before.Events.Count, _orders[Samples.MerchantDeposit.Id].Events.Count);
    }

    private static ListedNotice Transfer(string id, decimal amount) =>
        new(
            Samples.Deposit(NoticeStatus.Completed) with
            {
                ProviderOrderId = id,
                Amount = amount,
                Currency = "CNY",
                Network = "mpay",
                Address = "TP",
            },
            Samples.Noon
        );

    private async Task<ReconciliationCounts> TakeAsync(params ListedNotice[] lines)
    {
        var account = TestDirectory.Account(_provider);
        var directory = TestDirectory.With(account);
        var updater = new OrderUpdater(_orders, new FixedWebhookEventFactory("main"), new RecordingFollowUps(), _clock);
        var processor = new ListedUpdateProcessor(
            new OrderResolver(_book),
            new UpdateProcessor(
                updater,
                new AddressOwnershipCheck(_book),
                new EnteredDeposits(updater, directory, _clock),
                new TakenNotices(),
                directory
            ),
            new NoStore(),
            new KnownLines(),
            _clock,
            NullLogger<ListedUpdateProcessor>.Instance
        );
        return (await processor.TakeAsync(account, new NoticePage(lines, HasMore: false), "run/1/1", isRetry: false, CancellationToken.None)).Tally;
    }

    /// <summary>Nothing is an outage, and nothing else is asked.</summary>
    private sealed class NoStore : IReconciliationStore
    {
        public Task AddAsync(IReadOnlyList<ReconciliationJob> jobs, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DueReconciliations> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Versioned<ReconciliationJob>?> FindAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlySet<string>> KeysAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<ReconciliationJob>> ListAsync(string accountId, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<Versioned<ReconciliationJob>?> TrySaveAsync(
            Versioned<ReconciliationJob> before,
            ReconciliationJob after,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public bool IsOutage(Exception e) => false;
    }
}
