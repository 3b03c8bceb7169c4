using PaymentHub.Orders;
using PaymentHub.Tests.Support;
using static PaymentHub.Tests.Orders.Samples;

namespace PaymentHub.Tests.Orders;

public class OrderUpdaterTests
{
    private readonly MemoryOrderStore _store = new();
    private readonly RecordingFollowUps _followUps = new();
    private readonly TurnableClock _clock = new();
    private readonly OrderUpdater _updater;

    public OrderUpdaterTests() => _updater = new OrderUpdater(_store, new FixedWebhookEventFactory("main", "archive"), _followUps, _clock);

    [Fact]
    public async Task The_first_notice_creates_the_order_its_event_and_what_is_owed_without_a_look()
    {
        var result = await CreateAsync(NoticeStatus.Completed, "callback/1");

        var snapshot = _store[ProviderDeposit.Id];
        Assert.True(result.Changed);
        Assert.Equal(OrderStatus.Completed, snapshot.Order.Status);
        Assert.Equal(
            new StoredEvent(ProviderDeposit.Id, 1, "deposit.completed", "deposit.completed 1", "callback/1", _clock.GetUtcNow()),
            Assert.Single(snapshot.Events)
        );
        Assert.Equal(
            [
                Delivery.Start("main", 1, "deposit.completed", _clock.GetUtcNow()),
                Delivery.Start("archive", 1, "deposit.completed", _clock.GetUtcNow()),
            ],
            snapshot.Deliveries.Select(row => row.Value)
        );
        Assert.Equal(["main 1", "archive 1"], _followUps.Woken);
        Assert.Equal([snapshot.Order], _followUps.Listed);
        Assert.Equal((0, 1), (_store.Reads, _store.Writes));
    }

    [Theory]
    [InlineData(NoticeStatus.Pending, 1)]
    [InlineData(NoticeStatus.Completed, 0)]
    public async Task The_work_that_a_new_order_begins_with_is_woken_once(NoticeStatus status, int calls)
    {
        var start = ProviderDeposit with { NextAction = new ScheduledAction(ActionKind.Poll, _clock.GetUtcNow().AddSeconds(2)) };

        await _updater.ApplyOrCreateAsync(start, Deposit(status), new ChangeOrigin("callback/1", IsRetry: false), default);
        await _updater.ApplyOrCreateAsync(
            start,
            Deposit(status) with
            {
                TransactionId = "0f",
            },
            new ChangeOrigin("callback/2", IsRetry: false),
            default
        );

        Assert.Equal(calls, _followUps.Worked.Count);
    }

    [Fact]
    public async Task The_same_notice_from_another_callback_changes_nothing()
    {
        await CreateAsync(NoticeStatus.Completed, "callback/1");
        var before = _store[ProviderDeposit.Id];

        var result = await CreateAsync(NoticeStatus.Completed, "callback/2");

        Assert.False(result.Changed);
        Assert.Same(before, _store[ProviderDeposit.Id]);
        Assert.Equal(2, _followUps.Woken.Count);
        Assert.Single(_followUps.Listed);
    }

    [Fact]
    public async Task A_create_whose_answer_was_lost_is_recognised_as_our_own()
    {
        _store.LoseNextAnswer = true;

        var result = await CreateAsync(NoticeStatus.Completed, "callback/1");

        Assert.True(result.Changed);
        Assert.Single(_store[ProviderDeposit.Id].Events);
        Assert.Equal(["main 1", "archive 1"], _followUps.Woken);
        Assert.Single(_followUps.Listed);
    }

    [Fact]
    public async Task An_update_whose_answer_was_lost_is_recognised_as_our_own()
    {
        await CreateAsync(NoticeStatus.Pending, "callback/1");
        _store.LoseNextAnswer = true;

        var result = await CreateAsync(NoticeStatus.Completed, "callback/2");

        Assert.True(result.Changed);
        Assert.Equal(["deposit.pending", "deposit.completed"], _store[ProviderDeposit.Id].Events.Select(e => e.Type));
        Assert.Equal(["main 1", "archive 1", "main 2", "archive 2"], _followUps.Woken);
    }

    [Fact]
    public async Task An_interrupted_try_is_finished_by_the_next_one_although_others_went_on()
    {
        await CreateAsync(NoticeStatus.Pending, "callback/1");
        await CreateAsync(NoticeStatus.Completed, "callback/2");
        _followUps.Woken.Clear();
        _followUps.Listed.Clear();

        var result = await CreateAsync(NoticeStatus.Pending, "callback/1", again: true);

        Assert.True(result.Changed);
        Assert.Equal(2, _store[ProviderDeposit.Id].Events.Count);
        Assert.Equal(["main 1", "archive 1"], _followUps.Woken);
        Assert.Equal(OrderStatus.Completed, Assert.Single(_followUps.Listed).Status);
    }

    [Fact]
    public async Task A_lost_race_is_decided_again_on_what_stands_then()
    {
        await CreateAsync(NoticeStatus.Pending, "callback/1");
        _store.BeforeNextWrite = () => _store.Put(_store[ProviderDeposit.Id].Order.After(Deposit(NoticeStatus.Failed)));

        var result = await CreateAsync(NoticeStatus.Completed, "callback/2");

        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.ConflictingStatus), (result.Order.Status, result.Order.ReviewReason));
        Assert.Equal(3, result.Order.Version);
    }

    [Fact]
    public async Task A_race_about_what_is_owed_is_decided_again_too()
    {
        await CreateAsync(NoticeStatus.Pending, "callback/1");
        var snapshot = _store[ProviderDeposit.Id];
        var delivered = snapshot.Deliveries.Select(row => row.Value.Delivered(1, Noon)).ToList();
        _store.BeforeNextWrite = () => _store.Put(snapshot.Order, snapshot.Events, delivered);

        await CreateAsync(NoticeStatus.Completed, "callback/2");

        Assert.All(
            _store[ProviderDeposit.Id].Deliveries,
            row => Assert.Equal(Delivery.Start("main", 2, "deposit.completed", _clock.GetUtcNow()), row.Value with { Endpoint = "main" })
        );
    }

    [Fact]
    public async Task An_event_behind_an_undelivered_one_is_owed_after_it()
    {
        await CreateAsync(NoticeStatus.Pending, "callback/1");
        var started = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromSeconds(3));

        await CreateAsync(NoticeStatus.Completed, "callback/2");

        Assert.All(
            _store[ProviderDeposit.Id].Deliveries,
            row => Assert.Equal((1, 2, started), (row.Value.Next!.Version, row.Value.Owed[^1].Version, row.Value.DueAt!.Value))
        );
    }

    [Fact]
    public async Task A_change_without_an_event_is_stored_and_wakes_nobody()
    {
        await CreateAsync(NoticeStatus.Pending, "callback/1");
        _followUps.Woken.Clear();

        var result = await _updater.ApplyOrCreateAsync(
            ProviderDeposit,
            Deposit(NoticeStatus.Pending) with
            {
                TransactionId = "0f",
            },
            new ChangeOrigin("callback/2", IsRetry: false),
            default
        );

        Assert.True(result.Changed);
        Assert.Equal("0f", _store[ProviderDeposit.Id].Order.TransactionId);
        Assert.Single(_store[ProviderDeposit.Id].Events);
        Assert.Empty(_followUps.Woken);
    }

    [Fact]
    public async Task A_notice_about_an_order_that_was_found_before_meets_what_happened_since()
    {
        _store.Put(MerchantDeposit);
        var found = await _updater.FindAsync(MerchantDeposit.Id, default);
        _store.Put(MerchantDeposit with { FromAddress = "somewhere" });

        var result = await _updater.ApplyAsync(found!, Deposit(NoticeStatus.Pending), new ChangeOrigin("callback/1", IsRetry: false), default);

        Assert.True(result.Changed);
        Assert.Equal(OrderStatus.Pending, result.Order.Status);
        Assert.Equal("somewhere", _store[MerchantDeposit.Id].Order.FromAddress);
    }

    private Task<UpdateResult> CreateAsync(NoticeStatus status, string source, bool again = false) =>
        _updater.ApplyOrCreateAsync(ProviderDeposit, Deposit(status), new ChangeOrigin(source, again), CancellationToken.None);
}
