using PaymentHub.Orders;

namespace PaymentHub.Tests.Webhooks;

public class CircuitBreakerTests
{
    private readonly DeliveryBench _bench = new();
    private bool _up;

    public CircuitBreakerTests() => _bench.Answer = _ => DeliveryBench.Status(_up ? 200 : 503);

    [Fact]
    public async Task After_five_orders_in_a_row_have_failed_nothing_more_is_sent_and_everything_waits()
    {
        await FailAsync(5);

        await SendAsync(6);

        Assert.Equal(5, _bench.Sent.Count);
        Assert.Equal(
            (SuspensionReason.Breaker, _bench.Clock.GetUtcNow(), null),
            (Row(6).Suspended!.Value, Row(6).SuspendedSince!.Value, Row(6).DueAt)
        );
        Assert.Equal(0, Row(6).Owed[0].Attempts);
        Assert.Equal(_bench.Clock.GetUtcNow().AddMinutes(1), _bench.Breakers.Of("main")!.ProbeAt);
    }

    [Fact]
    public async Task One_order_that_is_refused_again_and_again_opens_nothing()
    {
        _bench.Owe(DeliveryBench.Order(1), "deposit.completed");

        for (var attempt = 1; attempt <= 8; attempt++)
        {
            await _bench.CallAsync(orderId: DeliveryBench.Order(1));
            _bench.Clock.Advance(TimeSpan.FromSeconds(110));
        }

        Assert.Equal(8, _bench.Sent.Count);
        Assert.Null(_bench.Breakers.Of("main"));
    }

    [Fact]
    public async Task A_success_starts_the_count_anew()
    {
        await FailAsync(4);
        _up = true;
        await SendAsync(5);
        _up = false;

        await FailAsync(4, from: 6);

        Assert.Null(_bench.Breakers.Of("main"));
    }

    [Fact]
    public async Task What_an_endpoint_wants_never_again_is_no_failure_of_it()
    {
        _bench.Answer = _ => DeliveryBench.Status(410);

        await FailAsync(10);

        Assert.Null(_bench.Breakers.Of("main"));
    }

    [Fact]
    public async Task What_waits_costs_one_change_when_it_is_suspended_and_none_after()
    {
        await FailAsync(5);
        await SendAsync(6);
        Assert.Equal(1, _bench.Store.Moves);

        _bench.Store.Change(DeliveryBench.Order(6), delivery => delivery.Owe(2, "deposit.failed", _bench.Clock.GetUtcNow()));
        await _bench.CallAsync(2, 1, orderId: DeliveryBench.Order(6));

        Assert.Equal(1, _bench.Store.Moves);
        Assert.Equal(5, _bench.Sent.Count);
    }

    [Fact]
    public async Task What_failed_before_it_was_closed_elsewhere_does_not_open_it_again()
    {
        var other = new DeliveryBench(breakers: _bench.Breakers, clock: _bench.Clock);
        await FailAsync(5);
        other.Owe(DeliveryBench.Order(7), "deposit.completed");
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await _bench.CallAsync(orderId: DeliveryBench.Order(1));
        _bench.Clock.Advance(TimeSpan.FromMinutes(2));
        await other.CallAsync(orderId: DeliveryBench.Order(7));
        Assert.False(_bench.Breakers.Of("main")!.IsOpen);

        _bench.Clock.Advance(TimeSpan.FromSeconds(31));
        await SendAsync(8);

        Assert.False(_bench.Breakers.Of("main")!.IsOpen);
    }

    [Fact]
    public async Task An_endpoint_that_works_costs_one_look_in_half_a_minute()
    {
        _up = true;

        for (var order = 1; order <= 20; order++)
            await SendAsync(order);

        Assert.Equal((1, 0), (_bench.Breakers.Reads, _bench.Breakers.Writes));
    }

    [Theory]
    [InlineData("disabled")]
    [InlineData("removed")]
    public async Task What_is_owed_to_an_endpoint_that_is_disabled_or_removed_is_suspended_once_and_looked_for(string reason)
    {
        var endpoint =
            reason == "disabled" ? DeliveryBench.MakeEndpoint() with { Disabled = true } : DeliveryBench.MakeEndpoint() with { Id = "other" };
        var bench = new DeliveryBench(endpoint);
        bench.Owe(DeliveryBench.OrderId, "deposit.completed");

        await bench.CallAsync();
        bench.Clock.Advance(TimeSpan.FromDays(30));
        await bench.CallAsync();

        Assert.Empty(bench.Sent);
        Assert.Equal((reason, null, 1), (SnakeCaseEnum.Of(bench.Row.Suspended!.Value), bench.Row.DueAt, bench.Store.Moves));
        Assert.True(bench.Breakers.Of("main")!.HasSuspended);
    }

    private Delivery Row(int order) => _bench.Store[DeliveryBench.Order(order)].Of("main")!.Value;

    private async Task SendAsync(int order)
    {
        _bench.Owe(DeliveryBench.Order(order), "deposit.completed");
        await _bench.CallAsync(orderId: DeliveryBench.Order(order));
    }

    private async Task FailAsync(int orders, int from = 1)
    {
        for (var order = from; order < from + orders; order++)
            await SendAsync(order);
    }
}
