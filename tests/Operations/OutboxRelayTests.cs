using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Callbacks;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Storage;
using PaymentHub.Tests.Callbacks;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Telemetry;

namespace PaymentHub.Tests.Operations;

/// <summary>Which outbox entries the outbox relay wakes, when, and how often. Outbox entries are
/// those of callbacks; those of deliveries are woken by the same code.</summary>
public sealed class OutboxRelayTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new(Samples.Noon);
    private StorageClients _storage = null!;
    private QueueClient _queue = null!;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = await SharedAzurite.TakeAccountAsync() };
        _storage = new StorageClients(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), []);
        foreach (var table in TableNames.All)
            await _storage.Tables.CreateTableIfNotExistsAsync(table);
        foreach (var queue in QueueNames.All)
            await _storage.Queue(queue).CreateIfNotExistsAsync();
        _queue = _storage.Queue(QueueNames.Callbacks);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_outbox_entry_is_woken_when_its_grace_is_over_and_not_before()
    {
        var received = await AcceptAsync();

        _clock.Advance(TimeSpan.FromSeconds(29));
        await Relay().RunAsync(default);
        Assert.Empty(await WokenAsync());
        _clock.Advance(TimeSpan.FromSeconds(2));
        await Relay().RunAsync(default);

        Assert.Equal([received.Id.Text], await WokenAsync());
    }

    [Fact]
    public async Task It_is_woken_again_after_one_two_and_four_minutes()
    {
        await AcceptAsync();
        _clock.Advance(TimeSpan.FromSeconds(31));
        await Relay().RunAsync(default);
        await WokenAsync();

        var wakes = new List<int>();
        for (var minute = 1; minute <= 8; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await Relay().RunAsync(default);
            if ((await WokenAsync()).Count == 1)
                wakes.Add(minute);
        }

        Assert.Equal([1, 3, 7], wakes);
    }

    [Fact]
    public async Task two_relays_at_once_wake_it_once()
    {
        for (var i = 0; i < 10; i++)
            await AcceptAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));

        await Task.WhenAll(Relay().RunAsync(default), Relay().RunAsync(default), Relay().RunAsync(default));

        Assert.Equal(10, (await WokenAsync()).Count);
        Assert.Empty(await WokenAsync());
    }

    [Fact]
    public async Task A_run_wakes_the_oldest_and_only_so_many()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await AcceptAsync()).Id.Text);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
        var relay = Relay(TestDirectory.Settings with { Outbox = TestDirectory.Settings.Outbox with { MaxWakes = 3 } });
        await relay.RunAsync(default);
        Assert.Equal(ids.Take(3).Order(), (await WokenAsync()).Order());
        await relay.RunAsync(default);

        Assert.Equal(ids.Skip(3).Order(), (await WokenAsync()).Order());
    }

    [Fact]
    public async Task While_the_queue_is_long_nothing_is_woken()
    {
        await AcceptAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 4; i++)
            await _queue.SendMessageAsync("waiting");

        await Relay(TestDirectory.Settings with { Outbox = TestDirectory.Settings.Outbox with { QueueLimit = 3 } }).RunAsync(default);
        Assert.Equal(4, (await _queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        await _queue.ClearMessagesAsync();
        await Relay(TestDirectory.Settings with { Outbox = TestDirectory.Settings.Outbox with { QueueLimit = 3 } }).RunAsync(default);

        Assert.Single(await WokenAsync());
    }

    [Fact]
    public async Task What_was_concluded_is_never_woken()
    {
        var received = await AcceptAsync();
        await Store().ConcludeAsync(received, CallbackOutcome.Poison, default);
        _clock.Advance(TimeSpan.FromDays(1));

        await Relay().RunAsync(default);

        Assert.Empty(await WokenAsync());
    }

    [Fact]
    public async Task An_outbox_entry_far_ahead_has_no_grace_for_it_has_no_message()
    {
        var received = await AcceptAsync();
        var dueAt = _clock.GetUtcNow() + TimeSpan.FromMinutes(10);
        Assert.True(await Store().TryPostponeAsync(received, received with { DueAt = dueAt, Postponed = 1 }, default));

        _clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        await Relay().RunAsync(default);
        Assert.Empty(await WokenAsync());
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Relay().RunAsync(default);

        Assert.Equal([received.Id.Text], await WokenAsync());
    }

    private async Task<ReceivedCallback> AcceptAsync()
    {
        var now = _clock.GetUtcNow();
        var received = CallbackSamples.Received with { Id = CallbackId.New(now), DueAt = now };
        await Store().AcceptAsync(received, default);
        return received;
    }

    private CallbackStore Store() => new(_storage, TestDirectory.With(), _clock);

    private OutboxRelay Relay(HubSettings? settings = null) =>
        new(_storage, TestDirectory.With(settings ?? TestDirectory.Settings), Gauges.Unread(_clock), _clock, NullLogger<OutboxRelay>.Instance);

    /// <summary>The ids that were called for since the last time.</summary>
    private async Task<List<string>> WokenAsync()
    {
        var ids = new List<string>();
        while ((await _queue.ReceiveMessagesAsync(32)).Value is { Length: > 0 } messages)
        {
            foreach (var message in messages)
            {
                ids.Add((string)JsonNode.Parse(message.Body.ToString())!["id"]!);
                await _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
        }

        return ids;
    }
}
