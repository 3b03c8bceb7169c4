using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Callbacks;
using PaymentHub.Merchants;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Callbacks;

public class CallbackReceiverTests
{
    private readonly MemoryCallbackStore _store = new();
    private readonly RecordingCallbackQueue _queue = new();
    private readonly TurnableClock _clock = new();
    private readonly ManualTimeProvider _time = new(Samples.Noon);

    [Fact]
    public async Task What_is_stored_is_acknowledged_in_the_provider_s_words()
    {
        var receipt = await ReceiveAsync(CallbackShape.Acceptable);

        Assert.Equal((200, new Acknowledgement("text/plain", "thanks")), (receipt.Status, receipt.Acknowledgement));
        var kept = Assert.Single(_store.Accepted);
        Assert.Equal(
            ("shop_pay", CallbackSamples.Callback, Samples.Noon, 0, 0),
            (kept.AccountId, kept.Callback, kept.DueAt, kept.Postponed, kept.Unconfirmed)
        );
        Assert.StartsWith("20240501120000000", kept.Id.Text, StringComparison.Ordinal);
        Assert.Equal(kept.Id, receipt.Callback);
        Assert.Same(kept, Assert.Single(_queue.Woken));
    }

    [Fact]
    public async Task The_same_callback_twice_is_two_pieces_of_evidence()
    {
        await ReceiveAsync(CallbackShape.Acceptable);
        await ReceiveAsync(CallbackShape.Acceptable);

        Assert.Equal(2, _store.Accepted.Select(kept => kept.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_queue_that_is_away_keeps_nobody_from_the_acknowledgement()
    {
        _queue.IsAway = true;

        var receipt = await ReceiveAsync(CallbackShape.Acceptable);

        Assert.NotNull(receipt.Acknowledgement);
        Assert.Single(_store.Accepted);
    }

    [Fact]
    public async Task A_store_that_hangs_is_left_alone_after_our_own_deadline_and_nothing_is_acknowledged()
    {
        _store.Hangs = true;
        var receiving = ReceiveAsync(CallbackShape.Acceptable);
        await _time.WaitForTimerAsync(OwnDeadline.Storing, TimeSpan.FromSeconds(30));

        _time.Advance(OwnDeadline.Storing);

        await Assert.ThrowsAsync<TimeoutException>(() => receiving);
        Assert.Empty(_queue.Woken);
    }

    [Fact]
    public async Task What_is_not_stored_is_not_acknowledged()
    {
        _store.IsAway = true;

        await Assert.ThrowsAsync<IOException>(() => ReceiveAsync(CallbackShape.Acceptable));

        Assert.Empty(_queue.Woken);
    }

    [Theory]
    [InlineData(CallbackShape.Malformed, 400)]
    [InlineData(CallbackShape.UnsupportedMediaType, 415)]
    public async Task Another_shape_is_refused_and_kept_all_the_same(CallbackShape shape, int status)
    {
        var receipt = await ReceiveAsync(shape);

        Assert.Equal((status, (Acknowledgement?)null), (receipt.Status, receipt.Acknowledgement));
        var (kept, outcome) = Assert.Single(_store.Refused);
        Assert.Equal((CallbackSamples.Callback, "malformed"), (kept.Callback, outcome.Verdict));
        Assert.Empty(_store.Accepted);
        Assert.Empty(_queue.Woken);
    }

    [Fact]
    public async Task A_flood_of_unsigned_callbacks_is_kept_in_part_and_keeps_no_signed_one_out()
    {
        using var limits = Limits(burst: 3);
        foreach (
            var (shape, signed, status) in new[]
            {
                (CallbackShape.Malformed, true, 400),
                (CallbackShape.Acceptable, false, 200),
                (CallbackShape.UnsupportedMediaType, true, 415),
                (CallbackShape.Acceptable, false, 429),
                (CallbackShape.Malformed, true, 429),
                (CallbackShape.Acceptable, true, 200),
            }
        )
        {
            var receipt = await ReceiveAsync(shape, signed, limits);
            Assert.Equal(
                (status, status == 200, status == 429),
                (receipt.Status, receipt.Acknowledgement is not null, receipt.RetryAfter > TimeSpan.Zero)
            );
        }

        Assert.Equal((2, 2), (_store.Accepted.Count, _store.Refused.Count));
    }

    private static RefusalLimits Limits(int burst) =>
        new(TestDirectory.With(TestDirectory.Settings with { RefusedBurst = burst, RefusedPerMinute = 1 }), NullLogger<RefusalLimits>.Instance);

    private async Task<CallbackReceipt> ReceiveAsync(CallbackShape shape)
    {
        using var limits = Limits(burst: 100);
        return await ReceiveAsync(shape, signed: true, limits);
    }

    private Task<CallbackReceipt> ReceiveAsync(CallbackShape shape, bool signed, RefusalLimits limits) =>
        new CallbackReceiver(_store, _queue, limits, new OwnDeadline(_time), _clock, NullLogger<CallbackReceiver>.Instance).ReceiveAsync(
            TestDirectory.Account(new FakeProviderAccount { Shape = shape, Signed = signed }),
            CallbackSamples.Callback
        );
}
