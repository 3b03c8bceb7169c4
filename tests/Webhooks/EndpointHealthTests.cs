using Microsoft.Extensions.Primitives;
using PaymentHub.Merchants;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Support;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

/// <summary>Whoever looks sees which endpoint takes nothing, and what that comes to.</summary>
public class EndpointHealthTests
{
    private static readonly WebhookEndpoint Main = DeliveryBench.MakeEndpoint();
    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.Zero));
    private readonly MemoryBreakerStore _breakers = new();
    private readonly MemoryAttemptCounts _counts = new();

    [Fact]
    public async Task A_breaker_is_open_until_its_probe_is_due_and_half_open_then()
    {
        var opened = _clock.GetUtcNow();
        await OpenAsync("main");

        var open = Assert.Single(await ListAsync(Main));
        _clock.Advance(TimeSpan.FromMinutes(2));
        var half = Assert.Single(await ListAsync(Main));

        Assert.Equal((EndpointState.Open, opened, opened.AddMinutes(1), 7), (open.State, open.Since, open.NextProbeAt, open.Suspended.Count));
        Assert.Equal((EndpointState.HalfOpen, opened), (half.State, half.Since));
    }

    [Fact]
    public async Task Disabled_and_removed_endpoints_are_told_apart_and_nothing_is_counted_where_nothing_waits()
    {
        await OpenAsync("gone");

        var views = await ListAsync(Main, Main with { Id = "off", Disabled = true });

        Assert.Equal(
            [("gone", EndpointState.Removed, 7), ("main", EndpointState.Closed, 0), ("off", EndpointState.Disabled, 0)],
            views.Select(view => (view.Id, view.State, view.Suspended.Count))
        );
    }

    [Fact]
    public async Task A_list_goes_on_where_its_cursor_says()
    {
        WebhookEndpoint[] endpoints = [Main, Main with { Id = "other" }];

        var first = await PageAsync(endpoints, ("limit", "1"));
        var second = await PageAsync(endpoints, ("limit", "1"), ("cursor", first.Next!));

        Assert.Equal(("main", "other", null), (Assert.Single(first.Items).Id, Assert.Single(second.Items).Id, second.Next));
        Assert.Equal(
            400,
            Assert
                .IsType<Result<ListPage<EndpointView>>.Failure>(await Health(endpoints).ListAsync(Query(("cursor", "bWFpbg")), default))
                .Problem.Status
        );
    }

    [Fact]
    public async Task Attempts_are_counted_and_written_once_a_minute()
    {
        var rates = new AttemptRates(_counts, _clock);
        for (var i = 0; i < 10; i++)
            await rates.CountAsync("shop", "main", delivered: i % 5 != 0, default);
        Assert.Equal(0, _counts.Writes);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _counts.Fails = true;
        await rates.CountAsync("shop", "main", delivered: true, default);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _counts.Fails = false;
        await rates.CountAsync("shop", "main", delivered: true, default);

        Assert.Equal((1, new AttemptCount(12, 10)), (_counts.Writes, Assert.Single(await ListAsync(Main)).Attempts));
        _clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(0, Assert.Single(await ListAsync(Main)).Attempts.Attempts);
    }

    private async Task OpenAsync(string endpoint)
    {
        var now = _clock.GetUtcNow();
        await _breakers.TryWriteAsync(
            new Versioned<Breaker>(new Breaker("shop", endpoint, now), ""),
            new Breaker("shop", endpoint, now).Open(new DeliverySettings(), now),
            default
        );
    }

    private async Task<IReadOnlyList<EndpointView>> ListAsync(params WebhookEndpoint[] endpoints) => (await PageAsync(endpoints)).Items;

    private async Task<ListPage<EndpointView>> PageAsync(WebhookEndpoint[] endpoints, params (string Name, string Value)[] query) =>
        Assert.IsType<Result<ListPage<EndpointView>>.Success>(await Health(endpoints).ListAsync(Query(query), default)).Value;

    private EndpointHealth Health(WebhookEndpoint[] endpoints) =>
        new(TestDirectory.With(TestDirectory.Settings, endpoints), _breakers, new Seven(), _counts, _clock);

    private static IEnumerable<KeyValuePair<string, StringValues>> Query(params (string Name, string Value)[] query) =>
        query.Select(pair => KeyValuePair.Create(pair.Name, new StringValues(pair.Value)));

    /// <summary>Seven wait for whatever is asked about.</summary>
    private sealed class Seven : ISuspendedDeliveries
    {
        public Task<SuspendedCount> CountAsync(string merchantId, string endpoint, CancellationToken cancellationToken) =>
            Task.FromResult(new SuspendedCount(7, true, null));
    }
}
