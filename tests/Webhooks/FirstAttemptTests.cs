using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

/// <summary>The attempt that whoever commits an event makes, and when the queue has to.</summary>
public sealed class FirstAttemptTests
{
    private const string Completed = "deposit.completed";

    [Fact]
    public async Task An_event_is_sent_and_recorded_without_the_queue()
    {
        var bench = new DeliveryBench();

        await BeginAsync(bench, Attempts(bench));

        Assert.Single(bench.Sent);
        Assert.Empty(bench.Queue.Calls);
        Assert.False(bench.Row.IsOwed);
    }

    [Fact]
    public async Task One_that_fails_has_its_next_attempt_by_the_queue()
    {
        var bench = new DeliveryBench();
        bench.Answer = _ => DeliveryBench.Status(500);

        await BeginAsync(bench, Attempts(bench));

        Assert.Single(bench.Sent);
        Assert.Equal([(1, 2)], bench.Queue.Calls.Select(call => (call.Version!.Value, call.Attempt)));
        Assert.Equal(1, bench.Row.Find(1)!.Attempts);
    }

    [Fact]
    public async Task An_endpoint_that_fails_is_left_to_the_queue_until_it_takes_one()
    {
        var bench = new DeliveryBench();
        var attempts = Attempts(bench);
        bench.Answer = _ => DeliveryBench.Status(500);
        await BeginAsync(bench, attempts, DeliveryBench.Order(1));
        bench.Answer = _ => DeliveryBench.Status(200);

        await BeginAsync(bench, attempts, DeliveryBench.Order(2));
        Assert.Single(bench.Sent);
        await bench.CallAsync(1, 1, orderId: DeliveryBench.Order(2));
        await BeginAsync(bench, attempts, DeliveryBench.Order(3));

        Assert.Equal(3, bench.Sent.Count);
        Assert.Equal([DeliveryBench.Order(1), DeliveryBench.Order(2)], bench.Queue.Orders);
    }

    [Fact]
    public async Task An_endpoint_whose_breaker_is_open_is_left_to_the_queue()
    {
        var bench = new DeliveryBench();
        var now = bench.Clock.GetUtcNow();
        await bench.Breakers.TryWriteAsync(
            new Versioned<Breaker>(new Breaker("shop", "main", now), ""),
            new Breaker("shop", "main", now).Open(TestDirectory.Settings.Delivery, now),
            default
        );

        await BeginAsync(bench, Attempts(bench));

        Assert.Empty(bench.Sent);
        Assert.Equal([DeliveryBench.OrderId], bench.Queue.Orders);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_endpoint_that_is_disabled_or_without_a_place_is_left_to_the_queue(bool disabled)
    {
        var settings = TestDirectory.Settings with { Delivery = new() { FirstAttempts = disabled ? 32 : 0 } };
        var bench = new DeliveryBench(DeliveryBench.MakeEndpoint() with { Disabled = disabled }, settings);

        await BeginAsync(bench, Attempts(bench));

        Assert.Empty(bench.Sent);
        Assert.Equal([DeliveryBench.OrderId], bench.Queue.Orders);
    }

    [Fact]
    public async Task An_event_that_waits_for_an_earlier_one_is_left_to_its_turn()
    {
        var bench = new DeliveryBench();
        bench.Owe(DeliveryBench.OrderId, "deposit.pending", Completed);
        var snapshot = (await bench.Store.ReadAsync(DeliveryBench.OrderId, default))!;

        await Attempts(bench).BeginAsync(snapshot.Order, snapshot.Event(2)!, snapshot.Deliveries);

        Assert.Empty(bench.Sent);
    }

    [Fact]
    public async Task The_work_waits_for_a_slow_endpoint_only_so_long_and_the_next_goes_by_the_queue()
    {
        var bench = new DeliveryBench();
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        bench.Answer = _ => answer.Task;
        var attempts = Attempts(bench);

        var begun = BeginAsync(bench, attempts, DeliveryBench.Order(1));
        Assert.False(begun.IsCompleted);
        bench.Clock.Advance(FirstAttempts.Patience + TimeSpan.FromMilliseconds(1));
        await begun.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(bench.Store[DeliveryBench.Order(1)].Of("main")!.Value.IsOwed);

        // Peace comes when it has been recorded.
        var stopping = attempts.StopAsync(default);
        Assert.False(stopping.IsCompleted);
        answer.SetResult(await DeliveryBench.Status(200));
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(bench.Store[DeliveryBench.Order(1)].Of("main")!.Value.IsOwed);

        await BeginAsync(bench, attempts, DeliveryBench.Order(2));
        Assert.Single(bench.Sent);
        Assert.Equal([DeliveryBench.Order(2)], bench.Queue.Orders);
    }

    [Fact]
    public async Task No_more_run_at_once_than_have_a_place()
    {
        var settings = TestDirectory.Settings with { Delivery = new() { FirstAttempts = 2 } };
        var bench = new DeliveryBench(settings: settings);
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        bench.Answer = _ => answer.Task;
        var attempts = Attempts(bench);

        var begun = Enumerable.Range(1, 3).Select(number => BeginAsync(bench, attempts, DeliveryBench.Order(number))).ToList();

        Assert.Equal([DeliveryBench.Order(3)], bench.Queue.Orders);
        answer.SetResult(await DeliveryBench.Status(200));
        await Task.WhenAll(begun).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(2, bench.Sent.Count);
    }

    [Fact]
    public async Task What_fails_in_us_is_left_to_the_outbox_relay_and_fails_no_work()
    {
        var bench = new DeliveryBench();
        bench.Answer = _ => throw new InvalidOperationException("A mistake of ours.");

        await BeginAsync(bench, Attempts(bench));

        Assert.Empty(bench.Queue.Calls);
        Assert.True(bench.Row.IsOwed);
    }

    private static FirstAttempts Attempts(DeliveryBench bench) =>
        new(bench.Delivery, bench.Queue, bench.Policy, bench.Clock, NullLogger<FirstAttempts>.Instance);

    private static async Task BeginAsync(DeliveryBench bench, FirstAttempts attempts, string orderId = DeliveryBench.OrderId)
    {
        bench.Owe(orderId, Completed);
        var snapshot = (await bench.Store.ReadAsync(orderId, default))!;
        await attempts.BeginAsync(snapshot.Order, snapshot.Event(1)!, snapshot.Deliveries);
    }
}
