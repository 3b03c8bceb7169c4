using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>Which lists are called for, and when again.</summary>
public sealed class ReconciliationSchedulerTests
{
    private readonly ManualTimeProvider _clock = new(Samples.Noon);
    private readonly MemoryReconciliationStore _store = new();
    private readonly RecordingReconciliationQueue _queue = new();

    [Fact]
    public async Task Those_longest_due_are_called_for_first_whatever_their_keys_and_the_rest_when_they_were_taken()
    {
        // The later by its key, the longer due.
        var jobs = Enumerable.Range(0, 300).Select(number => Job(number, Samples.Noon.AddSeconds(-number))).ToList();
        await _store.AddAsync(jobs, default);
        var scheduler = Scheduler();

        await scheduler.RunAsync(default);
        var first = _queue.Take();
        await scheduler.RunAsync(default);
        var waiting = _queue.Take();
        foreach (var key in first)
        {
            var taken = (await _store.FindAsync(key, default))!;
            await _store.TrySaveAsync(taken, taken.Value.Defer(Samples.Noon.AddMinutes(5)), default);
        }

        await scheduler.RunAsync(default);
        var rest = _queue.Take();

        Assert.Equal(jobs.Skip(300 - ReconciliationCalls.FirstShare).Select(Keys.Job).Order(), first.Order());
        Assert.Empty(waiting);
        Assert.Equal(jobs.Take(300 - ReconciliationCalls.FirstShare).Select(Keys.Job).Order(), rest.Order());
    }

    [Fact]
    public async Task A_call_that_nobody_took_is_made_again_after_two_minutes_and_by_a_new_process_at_once()
    {
        await _store.AddAsync([Job(1, Samples.Noon)], default);
        var scheduler = Scheduler();
        var calls = new List<int>();
        for (var minute = 0; minute < 5; minute++)
        {
            await scheduler.RunAsync(default);
            calls.Add(_queue.Take().Count);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        await Scheduler().RunAsync(default);

        Assert.Equal([1, 0, 1, 0, 1], calls);
        Assert.Single(_queue.Take());
    }

    [Fact]
    public async Task Lists_that_stand_are_not_written_again_and_those_of_new_accounts_are()
    {
        await Scheduler("shop_a").RunAsync(default);
        var before = (await _store.ListAsync("shop_a", default)).Select(Keys.Job);

        await Scheduler("shop_a", "shop_b").RunAsync(default);

        Assert.Equal(["shop_a|regular|deposit", "shop_a|regular|withdrawal"], before.Order());
        Assert.Equal(4, (await _store.KeysAsync(default)).Count);
    }

    [Theory]
    [InlineData("shop_pay|regular|deposit", true)]
    [InlineData("shop_pay|rec_20240501120000000abcd1234|withdrawal", true)]
    [InlineData("shop_pay|regular", false)]
    [InlineData("shop/pay|regular|deposit", false)]
    [InlineData("shop_pay|regular|deposit|more", false)]
    public void A_call_names_a_reconciliation_and_nothing_else(string key, bool isCall)
    {
        var message = ReconciliationCall.Write(key).ToString();

        if (isCall)
            Assert.Equal(key, ReconciliationCall.Parse(message));
        else
            Assert.Throws<FormatException>(() => ReconciliationCall.Parse(message));
        Assert.Throws<FormatException>(() => ReconciliationCall.Parse(message.Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal)));
    }

    private static ReconciliationJob Job(int number, DateTimeOffset dueAt) =>
        ReconciliationJob.Regular(ReconciliationJobTests.Account, OrderKind.Deposit, Samples.Noon, new()) with
        {
            AccountId = string.Create(CultureInfo.InvariantCulture, $"gone_{number:0000}"),
            DueAt = dueAt,
        };

    private ReconciliationScheduler Scheduler(params string[] accounts) =>
        new(
            _store,
            _queue,
            new MerchantDirectory(
                TestDirectory.Settings,
                [new Merchant("shop", [], [])],
                [.. accounts.Select(id => TestDirectory.Account(new ScriptedAccount(), id: id))]
            ),
            _clock,
            NullLogger<ReconciliationScheduler>.Instance
        );
}
