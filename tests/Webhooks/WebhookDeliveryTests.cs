using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

public class WebhookDeliveryTests
{
    private const string OrderId = "dep_00000000000000000000000001";

    private static readonly IReadOnlyList<TimeSpan> Schedule = [.. Enumerable.Repeat(TimeSpan.FromSeconds(100), 9)];

    private readonly ManualClock _clock = new();
    private readonly RecordingDeliveryQueue _queue = new();
    private readonly MemoryDeliveryStore _store;
    private readonly List<string> _sent = [];
    private Func<CancellationToken, Task<HttpResponseMessage>> _endpoint = _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));

    public WebhookDeliveryTests() => _store = new MemoryDeliveryStore(Delivery.Start("main", 1, _clock.GetUtcNow()), _clock);

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    [InlineData(299)]
    public async Task Any_2xx_is_delivered(int status)
    {
        Answer(status);

        await DeliverAsync(1, 1);

        Assert.Equal((2, 1, null), (_store.Delivery.NextVersion, _store.Delivery.LastVersion, _store.Delivery.DueAt));
        Assert.Equal((1, status), (_store.Attempts.Single().Number, _store.Attempts.Single().Answer.Status));
        Assert.Empty(_queue.Calls);
    }

    [Theory]
    [InlineData(199)]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Anything_else_is_tried_again_after_the_schedule_s_wait(int status)
    {
        Answer(status);

        await DeliverAsync(1, 1);

        var (version, attempt, dueAt) = Assert.Single(_queue.Calls);
        Assert.Equal((1, 2), (version, attempt));
        Assert.InRange((dueAt - _clock.GetUtcNow()).TotalSeconds, 100, 110);
        Assert.Equal((1, 1, dueAt), (_store.Delivery.NextVersion, _store.Delivery.Attempts, _store.Delivery.DueAt));
    }

    [Fact]
    public async Task No_answer_in_time_is_a_failed_attempt()
    {
        _endpoint = async cancellationToken =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("Nobody waits that long.");
        };

        await DeliverAsync(1, 1, TestDirectory.Settings with { WebhookTimeout = TimeSpan.FromMilliseconds(50) }, TimeProvider.System);

        Assert.Equal((null, "timeout"), (_store.Attempts.Single().Answer.Status, _store.Attempts.Single().Answer.Error));
        Assert.Single(_queue.Calls);
    }

    [Fact]
    public async Task An_early_call_is_made_again_for_the_time_it_is_due()
    {
        _store.Change(delivery => delivery.TryAgain(_clock.GetUtcNow().AddSeconds(10)));

        await DeliverAsync(1, 2);

        Assert.Empty(_sent);
        Assert.Equal([(1, 2, _clock.GetUtcNow().AddSeconds(10))], _queue.Calls);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(2, 1)]
    public async Task An_early_call_for_something_else_is_dropped(int? version, int attempt)
    {
        _store.Change(delivery => delivery.TryAgain(_clock.GetUtcNow().AddSeconds(10)).Owe(2, _clock.GetUtcNow()));

        await DeliverAsync(version, attempt);

        Assert.Empty(_sent);
        Assert.Empty(_queue.Calls);
    }

    [Fact]
    public async Task Clocks_may_differ_a_little()
    {
        _store.Change(delivery => delivery.TryAgain(_clock.GetUtcNow().AddMilliseconds(50)));

        await DeliverAsync(1, 2);

        Assert.Single(_sent);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    public async Task A_call_for_an_attempt_that_was_made_is_dropped(int version, int attempt)
    {
        _store.Change(delivery => delivery with { Attempts = 2 });

        await DeliverAsync(version, attempt);

        Assert.Empty(_sent);
    }

    [Fact]
    public async Task A_call_for_an_event_that_has_arrived_is_dropped()
    {
        _store.Change(delivery => delivery.Owe(2, _clock.GetUtcNow()).Delivered(_clock.GetUtcNow()));

        await DeliverAsync(1, 1);

        Assert.Empty(_sent);
    }

    [Fact]
    public async Task A_call_for_a_later_event_leaves_its_predecessor_to_its_own_call()
    {
        _store.Change(delivery => delivery.Owe(2, _clock.GetUtcNow()));

        await DeliverAsync(2, 1);

        Assert.Empty(_sent);
    }

    [Fact]
    public async Task A_call_for_whatever_is_due_sends_it()
    {
        _store.Change(delivery => delivery with { Attempts = 2 });

        await DeliverAsync(null, 0);

        Assert.Equal(["""{"version":1}"""], _sent);
        Assert.Equal(3, _store.Attempts.Single().Number);
    }

    [Fact]
    public async Task What_was_set_aside_stays_aside()
    {
        _store.Change(delivery => delivery with { Stuck = true });

        await DeliverAsync(1, 1);
        await DeliverAsync(null, 0);

        Assert.Empty(_sent);
    }

    [Fact]
    public async Task When_nothing_is_owed_nothing_is_sent()
    {
        _store.Change(delivery => delivery.Delivered(_clock.GetUtcNow()));

        await DeliverAsync(null, 0);

        Assert.Empty(_sent);
    }

    [Fact]
    public async Task An_endpoint_that_is_not_configured_any_more_is_waited_for()
    {
        _store.Change(delivery => delivery with { Endpoint = "gone" });

        await DeliverAsync(1, 1, endpoint: "gone");

        Assert.Empty(_sent);
        Assert.Equal((0, _clock.GetUtcNow().AddHours(1)), (_store.Delivery.Attempts, _store.Delivery.DueAt));
    }

    [Fact]
    public async Task After_the_tenth_failure_the_event_is_given_up_on_and_the_next_one_follows_at_once()
    {
        Answer(500);
        _store.Change(delivery => (delivery with { Attempts = 9 }).Owe(2, _clock.GetUtcNow()));

        await DeliverAsync(1, 10);

        Assert.Equal((2, 0, 1, _clock.GetUtcNow()), (_store.Delivery.NextVersion, _store.Delivery.Attempts, _store.Delivery.GivenUp, _store.Delivery.DueAt));
        Assert.Equal([(2, 1, _clock.GetUtcNow())], _queue.Calls);
    }

    [Fact]
    public async Task The_ninth_failure_is_not_the_last()
    {
        Answer(500);
        _store.Change(delivery => delivery with { Attempts = 8 });

        await DeliverAsync(1, 9);

        Assert.Equal((1, 9, 0), (_store.Delivery.NextVersion, _store.Delivery.Attempts, _store.Delivery.GivenUp));
    }

    [Fact]
    public async Task After_an_event_has_arrived_the_next_one_follows_at_once()
    {
        _store.Change(delivery => delivery.Owe(3, _clock.GetUtcNow()));

        await DeliverAsync(1, 1);

        Assert.Equal([(2, 1, _clock.GetUtcNow())], _queue.Calls);
    }

    [Fact]
    public async Task An_event_that_becomes_owed_during_an_attempt_does_not_undo_it()
    {
        _endpoint = _ =>
        {
            _store.Change(delivery => delivery.Owe(2, _clock.GetUtcNow()));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        };

        await DeliverAsync(1, 1);

        Assert.Single(_store.Attempts);
        Assert.Equal((2, 2), (_store.Delivery.NextVersion, _store.Delivery.LastVersion));
        Assert.Equal([(2, 1, _clock.GetUtcNow())], _queue.Calls);
    }

    [Fact]
    public async Task A_twin_of_the_attempt_that_was_recorded_first_stands()
    {
        _endpoint = _ =>
        {
            _store.Change(delivery => delivery.TryAgain(_clock.GetUtcNow().AddSeconds(100)));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        };

        await DeliverAsync(1, 1);

        Assert.Empty(_store.Attempts);
        Assert.Empty(_queue.Calls);
        Assert.Equal(1, _store.Delivery.Attempts);
    }

    private void Answer(int status) => _endpoint = _ => Task.FromResult(new HttpResponseMessage((HttpStatusCode)status));

    private async Task DeliverAsync(int? version, int attempt, HubSettings? settings = null, TimeProvider? clock = null, string endpoint = "main")
    {
        var directory = TestDirectory.With(
            settings ?? TestDirectory.Settings, new WebhookEndpoint("main", new Uri("https://shop.example/hooks"), ["secretsecretsecretsecret"u8.ToArray()], Schedule));
        var clients = new StubClients(async (request, cancellationToken) =>
        {
            _sent.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            return await _endpoint(cancellationToken);
        });
        var delivery = new WebhookDelivery(
            _store, _queue, new WebhookSender(clients, directory, clock ?? _clock), directory, _clock, NullLogger<WebhookDelivery>.Instance);

        await delivery.DeliverAsync(new DeliveryCall(OrderId, endpoint, version, attempt), CancellationToken.None);
    }
}
