using PaymentHub.Orders;
using PaymentHub.Tests.Merchants;

namespace PaymentHub.Tests.Webhooks;

public class WebhookDeliveryTests
{
    private readonly DeliveryBench _bench = new();

    public WebhookDeliveryTests() => _bench.Owe(DeliveryBench.OrderId, "deposit.pending");

    private DateTimeOffset Now => _bench.Clock.GetUtcNow();
    private IReadOnlyList<Attempt> Attempts => _bench.Store[DeliveryBench.OrderId].Attempts;

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    [InlineData(299)]
    public async Task Any_2xx_is_delivered(int status)
    {
        _bench.Answer = _ => DeliveryBench.Status(status);

        await _bench.CallAsync(1, 1);

        Assert.Equal(Delivery.Nothing("main"), _bench.Row);
        Assert.Equal((1, 1, status), (Attempts.Single().Version, Attempts.Single().Number, Attempts.Single().Answer.Status));
        Assert.Empty(_bench.Queue.Calls);
    }

    [Theory]
    [InlineData(199)]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Anything_else_is_tried_again_after_the_schedule_s_wait(int status)
    {
        _bench.Answer = _ => DeliveryBench.Status(status);

        await _bench.CallAsync(1, 1);

        var (version, attempt, dueAt) = Assert.Single(_bench.Queue.Calls);
        Assert.Equal((1, 2), (version, attempt));
        Assert.InRange((dueAt - Now).TotalSeconds, 100, 110);
        Assert.Equal((dueAt, 1), (_bench.Row.DueAt!.Value, _bench.Row.Next!.Attempts));
    }

    [Fact]
    public async Task No_answer_in_time_is_a_failed_attempt()
    {
        var bench = new DeliveryBench(
            settings: TestDirectory.Settings with
            {
                WebhookTimeout = TimeSpan.FromMilliseconds(50),
            },
            senderClock: TimeProvider.System
        );
        bench.Owe(DeliveryBench.OrderId, "deposit.pending");
        bench.Answer = async cancellationToken =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("Nobody waits that long.");
        };

        await bench.CallAsync(1, 1);

        var attempt = Assert.Single(bench.Store[DeliveryBench.OrderId].Attempts);
        Assert.Equal((null, "timeout"), (attempt.Answer.Status, attempt.Answer.Error));
        Assert.Single(bench.Queue.Calls);
    }

    [Fact]
    public async Task An_endpoint_that_is_gone_is_asked_no_more()
    {
        _bench.Answer = _ => DeliveryBench.Status(410);

        await _bench.CallAsync(1, 1);

        Assert.Equal(Delivery.Nothing("main") with { Failed = [1] }, _bench.Row);
        Assert.Empty(_bench.Queue.Calls);
    }

    [Fact]
    public async Task What_is_a_dead_letter_is_left_alone()
    {
        Change(delivery => delivery.MarkDeadLetter(Now));

        await _bench.CallAsync();

        Assert.Empty(_bench.Sent);
    }

    [Fact]
    public async Task After_the_last_failure_the_event_is_given_up_on_and_the_next_one_follows_at_once()
    {
        _bench.Answer = _ => DeliveryBench.Status(500);
        _bench.Owe(DeliveryBench.OrderId, "deposit.pending", "deposit.pending");
        Change(delivery => delivery with { Owed = [delivery.Owed[0] with { Attempts = 9 }, delivery.Owed[1]] });

        await _bench.CallAsync(1, 10);

        Assert.Equal([1], _bench.Row.Failed);
        Assert.Equal((2, 0, Now), (_bench.Row.Next!.Version, _bench.Row.Next.Attempts, _bench.Row.DueAt!.Value));
        Assert.Equal([(2, 1, Now)], _bench.Queue.Calls);
    }

    [Fact]
    public async Task After_an_event_has_arrived_the_next_one_follows_at_once()
    {
        _bench.Owe(DeliveryBench.OrderId, "deposit.pending", "deposit.pending", "deposit.completed");

        await _bench.CallAsync(1, 1);

        Assert.Equal([(2, 1, Now)], _bench.Queue.Calls);
    }

    [Fact]
    public async Task A_final_event_goes_ahead_after_three_attempts_of_the_one_before_it_which_is_still_tried()
    {
        _bench.Owe(DeliveryBench.OrderId, "deposit.pending", "deposit.completed");
        _bench.Answer = _ => DeliveryBench.Status(_bench.Sent[^1].Body.Contains('1', StringComparison.Ordinal) ? 500 : 200);

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await _bench.CallAsync();
            _bench.Clock.Advance(TimeSpan.FromSeconds(attempt < 3 ? 110 : 0));
        }

        await _bench.CallAsync();
        _bench.Clock.Advance(TimeSpan.FromSeconds(110));
        await _bench.CallAsync();

        Assert.Equal([1, 1, 1, 2, 1], Attempts.Select(attempt => attempt.Version));
        Assert.Equal([1], _bench.Row.Owed.Select(owed => owed.Version));
    }

    [Fact]
    public async Task An_event_that_is_not_final_waits_for_as_long_as_the_one_before_it_is_tried()
    {
        _bench.Owe(DeliveryBench.OrderId, "withdrawal.submitted", "withdrawal.processing");
        _bench.Answer = _ => DeliveryBench.Status(500);

        for (var attempt = 1; attempt <= 11; attempt++)
        {
            await _bench.CallAsync();
            _bench.Clock.Advance(TimeSpan.FromSeconds(attempt < 10 ? 110 : 0));
        }

        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2], Attempts.Select(attempt => attempt.Version));
    }

    [Fact]
    public async Task An_event_that_becomes_owed_during_an_attempt_does_not_undo_it()
    {
        _bench.Owe(DeliveryBench.OrderId, "deposit.pending", "deposit.completed");
        Change(_ => Delivery.Start("main", 1, "deposit.pending", Now));
        _bench.Answer = _ =>
        {
            Change(delivery => delivery.Owe(2, "deposit.completed", Now));
            return DeliveryBench.Status(200);
        };

        await _bench.CallAsync(1, 1);

        Assert.Single(Attempts);
        Assert.Equal([2], _bench.Row.Owed.Select(owed => owed.Version));
        Assert.Equal([(2, 1, Now)], _bench.Queue.Calls);
    }

    [Fact]
    public async Task An_attempt_that_starts_in_time_costs_no_hold()
    {
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));

        await _bench.CallAsync(1, 1);

        Assert.Null(_bench.Store.HeldUntil);
    }

    [Theory]
    [InlineData(11, null)]
    [InlineData(60, 79)]
    public async Task An_attempt_that_may_outlast_the_outbox_relay_s_patience_holds_it_off(int late, int? heldSeconds)
    {
        var started = Now;
        _bench.Clock.Advance(TimeSpan.FromSeconds(late));

        await _bench.CallAsync(
            heldSeconds is null ? 1 : null,
            1,
            held: started.AddSeconds(heldSeconds ?? 0) is var held && heldSeconds is null ? null : held
        );

        Assert.Equal(started.AddSeconds(late + 20), _bench.Store.HeldUntil);
        Assert.Single(_bench.Sent);
    }

    private void Change(Func<Delivery, Delivery> change) => _bench.Store.Change(DeliveryBench.OrderId, change);
}
