using System.Net;
using System.Net.Http.Headers;
using PaymentHub.Orders;

namespace PaymentHub.Tests.Webhooks;

/// <summary>How an endpoint whose breaker is open is tried again.</summary>
public class BreakerProbeTests
{
    private readonly DeliveryBench _bench = new();
    private bool _up;

    public BreakerProbeTests() => _bench.Answer = _ => DeliveryBench.Status(_up ? 200 : 503);

    [Fact]
    public async Task Probes_follow_after_1_2_4_minutes_up_to_an_hour_and_cost_no_event_an_attempt()
    {
        await FailAsync(5);
        await SendAsync(6);
        var opened = _bench.Clock.GetUtcNow();
        _bench.Sent.Clear();

        for (var minute = 1; minute <= 260; minute++)
        {
            _bench.Clock.Advance(TimeSpan.FromMinutes(1));
            for (var call = 0; call < 3; call++)
                await _bench.CallAsync(orderId: DeliveryBench.Order(6));
        }

        Assert.Equal([1, 3, 7, 15, 31, 63, 123, 183, 243], _bench.Sent.Select(sent => (sent.At - opened).TotalMinutes));
        Assert.Equal(0, Row(6).Owed[0].Attempts);
        Assert.Equal(Enumerable.Range(1, 9), _bench.Store[DeliveryBench.Order(6)].Attempts.Select(attempt => attempt.Number));
    }

    [Theory]
    [InlineData(30, 2)]
    [InlineData(600, 10)]
    [InlineData(86_400, 60)]
    public async Task A_probe_s_retry_after_puts_off_the_next_one_for_at_most_an_hour_and_never_brings_it_forward(int asked, int minutes)
    {
        await FailAsync(5);
        await SendAsync(6);
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        _bench.Answer = _ => RetryAfter(asked);

        await _bench.CallAsync(orderId: DeliveryBench.Order(6));

        Assert.Equal(_bench.Clock.GetUtcNow().AddMinutes(minutes), _bench.Breakers.Of("main")!.ProbeAt);
    }

    [Fact]
    public async Task The_first_probe_waits_for_as_long_as_the_last_failure_asked()
    {
        await FailAsync(4);
        _bench.Answer = _ => RetryAfter(600);

        await SendAsync(5);

        Assert.Equal(_bench.Clock.GetUtcNow().AddMinutes(10), _bench.Breakers.Of("main")!.ProbeAt);
    }

    [Fact]
    public async Task A_probe_that_the_endpoint_wants_never_again_closes_it()
    {
        await FailAsync(5);
        await SendAsync(6);
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        _bench.Answer = _ => DeliveryBench.Status(410);

        await _bench.CallAsync(orderId: DeliveryBench.Order(6));

        Assert.False(_bench.Breakers.Of("main")!.IsOpen);
        Assert.Equal([1], Row(6).Failed);
    }

    [Fact]
    public async Task A_probe_that_fails_is_looked_for_although_nothing_was_suspended_before()
    {
        await FailAsync(5);
        var open = (await _bench.Breakers.FindAsync("shop", "main", default))!;
        await _bench.Breakers.TryWriteAsync(open, open.Value with { HasSuspended = false }, default);
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));

        await SendAsync(6);

        Assert.Equal(SuspensionReason.Breaker, Row(6).Suspended);
        Assert.True(_bench.Breakers.Of("main")!.HasSuspended);
    }

    [Fact]
    public async Task A_probe_that_arrives_closes_it_and_what_waited_is_sent_in_order()
    {
        await FailAsync(5);
        _bench.Owe(DeliveryBench.Order(6), "deposit.pending", "deposit.completed");
        await _bench.CallAsync(orderId: DeliveryBench.Order(6));
        await SendAsync(7);
        _bench.Sent.Clear();
        _up = true;
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));

        foreach (var order in (int[])[6, 6, 7])
            await _bench.CallAsync(orderId: DeliveryBench.Order(order));

        Assert.Equal(
            [$"evt_{DeliveryBench.Order(6)}_1", $"evt_{DeliveryBench.Order(6)}_2", $"evt_{DeliveryBench.Order(7)}_1"],
            _bench.Sent.Select(sent => sent.Id)
        );
        Assert.False(_bench.Breakers.Of("main")!.IsOpen);
        Assert.True(_bench.Breakers.Of("main")!.HasSuspended);
        Assert.Equal((null, null), (Row(7).Suspended, Row(7).SuspendedSince));
    }

    [Fact]
    public async Task Another_instance_learns_of_it_before_its_first_attempt_and_of_two_one_probes()
    {
        await FailAsync(5);
        var other = new DeliveryBench(breakers: _bench.Breakers, clock: _bench.Clock) { Answer = _ => DeliveryBench.Status(503) };
        other.Owe(DeliveryBench.Order(7), "deposit.completed");
        await other.CallAsync(orderId: DeliveryBench.Order(7));
        Assert.Empty(other.Sent);
        await SendAsync(6);
        _bench.Sent.Clear();

        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await _bench.CallAsync(orderId: DeliveryBench.Order(6));
        await other.CallAsync(orderId: DeliveryBench.Order(7));

        Assert.Single(_bench.Sent);
        Assert.Empty(other.Sent);
    }

    private Delivery Row(int order) => _bench.Store[DeliveryBench.Order(order)].Of("main")!.Value;

    private static Task<HttpResponseMessage> RetryAfter(int seconds)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds));
        return Task.FromResult(answer);
    }

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
