using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Tests.Merchants;

namespace PaymentHub.Tests.Webhooks;

/// <summary>Which calls for a delivery are followed, and which are dropped or wait.</summary>
public class DeliveryCallTests
{
    private readonly DeliveryBench _bench = new();

    public DeliveryCallTests() => _bench.Owe(DeliveryBench.OrderId, "deposit.pending");

    private DateTimeOffset Now => _bench.Clock.GetUtcNow();
    private IReadOnlyList<Attempt> Attempts => _bench.Store[DeliveryBench.OrderId].Attempts;

    [Fact]
    public async Task An_early_call_is_made_again_for_the_time_it_is_due()
    {
        Change(delivery => delivery.TryAgain(1, Now.AddSeconds(10), Now));

        await _bench.CallAsync(1, 2);

        Assert.Empty(_bench.Sent);
        Assert.Equal([(1, 2, Now.AddSeconds(10))], _bench.Queue.Calls);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(2, 1)]
    public async Task An_early_call_for_something_else_is_dropped(int? version, int attempt)
    {
        Change(delivery => delivery.TryAgain(1, Now.AddSeconds(10), Now).Owe(2, "deposit.pending", Now));

        await _bench.CallAsync(version, attempt);

        Assert.Empty(_bench.Sent);
        Assert.Empty(_bench.Queue.Calls);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(null, 0)]
    public async Task A_call_that_comes_a_moment_too_early_waits_for_its_time(int? version, int attempt)
    {
        var due = Now.AddMilliseconds(50);
        Change(delivery => delivery.TryAgain(1, due, Now));

        var call = _bench.CallAsync(version, attempt);
        _bench.Clock.Advance(TimeSpan.FromMilliseconds(49));
        Assert.Empty(_bench.Sent);
        Assert.False(call.IsCompleted);
        _bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await call.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal([due], _bench.Sent.Select(sent => sent.At));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    public async Task A_call_for_an_attempt_that_was_made_is_dropped(int version, int attempt)
    {
        Change(delivery => delivery with { Owed = [delivery.Owed[0] with { Attempts = 2 }] });

        await _bench.CallAsync(version, attempt);

        Assert.Empty(_bench.Sent);
    }

    [Fact]
    public async Task A_call_for_an_event_that_has_arrived_is_dropped()
    {
        Change(delivery => delivery.Owe(2, "deposit.pending", Now).Delivered(1, Now));

        await _bench.CallAsync(1, 1);

        Assert.Empty(_bench.Sent);
    }

    [Fact]
    public async Task A_call_for_a_later_event_leaves_its_predecessor_to_its_own_call()
    {
        Change(delivery => delivery.Owe(2, "deposit.completed", Now));

        await _bench.CallAsync(2, 1);

        Assert.Empty(_bench.Sent);
    }

    [Fact]
    public async Task A_call_for_whatever_is_due_sends_it()
    {
        Change(delivery => delivery with { Owed = [delivery.Owed[0] with { Attempts = 2 }] });

        await _bench.CallAsync();

        Assert.Equal(["""{"version":1}"""], _bench.Sent.Select(sent => sent.Body));
    }

    [Theory]
    [InlineData("other")]
    [InlineData("main|")]
    public async Task A_call_for_an_endpoint_that_is_owed_nothing_is_dropped(string endpoint)
    {
        await _bench.CallAsync(1, 1, endpoint);

        Assert.Empty(_bench.Sent);
    }

    [Fact]
    public async Task A_twin_of_the_attempt_that_was_recorded_first_stands()
    {
        _bench.Answer = _ =>
        {
            Change(delivery => delivery.TryAgain(1, Now.AddSeconds(100), Now));
            return DeliveryBench.Status(200);
        };

        await _bench.CallAsync(1, 1);

        Assert.Empty(Attempts);
        Assert.Empty(_bench.Queue.Calls);
        Assert.Equal(1, _bench.Row.Next!.Attempts);
    }

    [Fact]
    public async Task A_second_call_during_an_attempt_waits_for_its_end()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        _bench.Answer = _ => answer.Task;

        var first = _bench.CallAsync(1, 1);
        await _bench.CallAsync();
        Assert.Single(_bench.Sent);
        answer.SetResult(new HttpResponseMessage());
        await first;

        Assert.Single(_bench.Sent);
        Assert.Equal([(null, 0, Now)], _bench.Queue.Calls);
    }

    [Fact]
    public async Task Those_who_wait_for_room_are_called_also_after_one_that_was_called_for_nothing()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        var bench = new DeliveryBench(settings: TestDirectory.Settings with { Delivery = new DeliverySettings { Concurrency = 1 } })
        {
            Answer = _ => answer.Task,
        };
        foreach (var number in (int[])[1, 2, 3])
            bench.Owe(DeliveryBench.Order(number), "deposit.completed");
        var first = bench.CallAsync(orderId: DeliveryBench.Order(1));
        var second = bench.CallAsync(orderId: DeliveryBench.Order(2));
        bench.Clock.Advance(TimeSpan.FromMilliseconds(500)); // So long it stands in line; and there is none now.
        await second;
        await bench.CallAsync(orderId: DeliveryBench.Order(3));
        answer.SetResult(new HttpResponseMessage());
        await first;
        Assert.Equal([DeliveryBench.Order(2)], bench.Queue.Orders);

        bench.Store.Change(DeliveryBench.Order(2), delivery => delivery.Delivered(1, bench.Clock.GetUtcNow()));
        await bench.CallAsync(orderId: DeliveryBench.Order(2));

        Assert.Equal([DeliveryBench.Order(2), DeliveryBench.Order(3)], bench.Queue.Orders);
    }

    private void Change(Func<Delivery, Delivery> change) => _bench.Store.Change(DeliveryBench.OrderId, change);
}
