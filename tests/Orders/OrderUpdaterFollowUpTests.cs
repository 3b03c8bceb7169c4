using PaymentHub.Orders;
using PaymentHub.Tests.Support;
using static PaymentHub.Tests.Orders.Samples;

namespace PaymentHub.Tests.Orders;

/// <summary>What follows a change of an order, also when an earlier try was interrupted.</summary>
public class OrderUpdaterFollowUpTests
{
    private readonly MemoryOrderStore _store = new();
    private readonly RecordingFollowUps _followUps = new();
    private readonly TurnableClock _clock = new();
    private readonly OrderUpdater _updater;

    public OrderUpdaterFollowUpTests() => _updater = new OrderUpdater(_store, new FixedWebhookEventFactory("main", "archive"), _followUps, _clock);

    [Fact]
    public async Task A_repeated_try_that_changes_nothing_still_lists_the_order()
    {
        await CreateAsync(NoticeStatus.Completed, "callback/1");
        _followUps.Listed.Clear();

        var result = await CreateAsync(NoticeStatus.Completed, "callback/2", again: true);

        Assert.False(result.Changed);
        Assert.Single(_followUps.Listed);
    }

    [Fact]
    public async Task An_event_is_published_and_published_again_by_a_repeated_try()
    {
        await CreateAsync(NoticeStatus.Completed, "callback/1");
        await CreateAsync(NoticeStatus.Completed, "callback/2");
        await CreateAsync(NoticeStatus.Completed, "callback/1", again: true);

        Assert.Equal([$"evt_{ProviderDeposit.Id}_1", $"evt_{ProviderDeposit.Id}_1"], _followUps.Published);
        Assert.Empty(_followUps.Kept);
    }

    [Fact]
    public async Task A_repeated_try_that_hears_something_newer_publishes_what_the_interrupted_one_had_heard()
    {
        // Committed, and then the instance died.
        _store.Put(
            ProviderDeposit.After(Deposit(NoticeStatus.Pending)),
            [new StoredEvent(ProviderDeposit.Id, 1, "deposit.pending", "deposit.pending 1", "callback/1/pending/0", Noon)]
        );

        await CreateAsync(NoticeStatus.Completed, "callback/1/completed/0", again: true);

        Assert.Equal([$"evt_{ProviderDeposit.Id}_1", $"evt_{ProviderDeposit.Id}_2"], _followUps.Published);
    }

    [Fact]
    public async Task A_repeated_try_that_changes_nothing_publishes_what_the_interrupted_one_had_heard()
    {
        _store.Put(
            ProviderDeposit.After(Deposit(NoticeStatus.Completed)),
            [new StoredEvent(ProviderDeposit.Id, 1, "deposit.completed", "deposit.completed 1", "callback/1/completed/0", Noon)]
        );

        var result = await CreateAsync(NoticeStatus.Pending, "callback/1/pending/0", again: true);

        Assert.False(result.Changed);
        Assert.Equal([$"evt_{ProviderDeposit.Id}_1"], _followUps.Published);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_nobody_repeats_promises_its_lists_and_takes_the_outbox_entry_back(bool answerIsLost)
    {
        _store.Put(MerchantDeposit);
        _store.LoseNextAnswer = answerIsLost;

        await _updater.ApplyAsync(
            _store[MerchantDeposit.Id],
            Deposit(NoticeStatus.Failed),
            new ChangeOrigin("page/1", IsRetry: false, IsUnattended: true),
            default
        );

        Assert.Equal([_clock.GetUtcNow()], _followUps.Kept);
        Assert.Equal(_clock.GetUtcNow(), _store.Commits[^1].IndexOwedAt);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("0f", 1)]
    public async Task A_step_that_tells_nobody_is_listed_where_lists_show_a_difference(string? transactionId, int listed)
    {
        _store.Put(MerchantDeposit);
        var step = MerchantDeposit with
        {
            NextAction = new ScheduledAction(ActionKind.Poll, Later),
            UpdatedAt = Later,
            TransactionId = transactionId,
        };

        await _updater.StepAsync(
            _store[MerchantDeposit.Id],
            (_, _) => new Transition(step, null),
            new ChangeOrigin("action/1", IsRetry: false),
            default
        );

        Assert.Equal([step.NextAction!], _followUps.Worked);
        Assert.Equal(listed, _followUps.Listed.Count);
    }

    [Fact]
    public async Task A_notice_that_changes_the_order_leaves_its_words_for_the_timeline()
    {
        _store.Put(MerchantDeposit);
        var notice = Deposit(NoticeStatus.Completed) with { Amount = 10, Currency = "CNY", TransactionId = "0f", Confirmed = true };

        await _updater.ApplyAsync(_store[MerchantDeposit.Id], notice, new ChangeOrigin("callback/1/completed/0", IsRetry: false), default);

        Assert.Equal(
            new OrderChange
            {
                At = _clock.GetUtcNow(),
                Source = "callback/1/completed/0",
                From = OrderStatus.AwaitingPayment,
                To = OrderStatus.Completed,
                Said = NoticeStatus.Completed,
                Confirmed = true,
                Amount = 10,
                Currency = "CNY",
                TransactionId = "0f",
            },
            _store.Commits[^1].Change
        );
    }

    private Task<UpdateResult> CreateAsync(NoticeStatus status, string source, bool again = false) =>
        _updater.ApplyOrCreateAsync(ProviderDeposit, Deposit(status), new ChangeOrigin(source, again), CancellationToken.None);
}
