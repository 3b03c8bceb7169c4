using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Callbacks;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Reconciliation;
using PaymentHub.Tests.Callbacks;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>The lines of one page of a provider's list.</summary>
public class SweepIntakeTests
{
    private static readonly Notice Invoice = Samples.Deposit(NoticeStatus.Completed) with { OrderId = Samples.MerchantDeposit.Id, Amount = 10, Currency = "CNY" };

    private readonly FakeProviderAccount _provider = new() { Issues = true };
    private readonly MemoryAddressBook _book = new() { Payments = { ["TP"] = Samples.MerchantDeposit.Id } };
    private readonly MemoryOrderStore _orders = new();
    private readonly TurnableClock _clock = new();

    public SweepIntakeTests() => _orders.Put(Samples.MerchantDeposit with { AccountId = "shop_pay" });

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

        var tally = await TakeAsync(Transfer("402", 10), Transfer("403", 5));

        Assert.Equal(0, tally.Changed);
        Assert.Equal(before.Events.Count, _orders[Samples.MerchantDeposit.Id].Events.Count);
    }

    private static ListedNotice Transfer(string id, decimal amount) => new(
        Samples.Deposit(NoticeStatus.Completed) with { ProviderOrderId = id, Amount = amount, Currency = "CNY", Network = "mpay", Address = "TP" }, Samples.Noon);

    private async Task<SweepTally> TakeAsync(params ListedNotice[] lines)
    {
        var account = TestDirectory.Account(_provider);
        var ledger = new OrderLedger(_orders, new FixedAnnouncer("main"), new RecordingFollowUps(), _clock);
        var intake = new SweepIntake(new OrderNaming(_book), new NoticeIntake(ledger, new IssuanceCheck(_book), TestDirectory.With(account)), new NoStore(), _clock, NullLogger<SweepIntake>.Instance);
        return (await intake.TakeAsync(account, new NoticePage(lines, HasMore: false), "run/1/1", again: false, CancellationToken.None)).Tally;
    }

    /// <summary>Nothing is an outage, and nothing else is asked.</summary>
    private sealed class NoStore : ISweepStore
    {
        public Task AddAsync(IReadOnlyList<AccountSweep> sweeps, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DueSweeps> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<AccountSweep>> ListAsync(string accountId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoredSweep?> TrySaveAsync(StoredSweep before, AccountSweep after, CancellationToken cancellationToken) => throw new NotSupportedException();

        public bool IsOutage(Exception e) => false;
    }
}
