using System.Globalization;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Callbacks;
using PaymentHub.Operations;
using PaymentHub.Storage;
using PaymentHub.Tests.Callbacks;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Telemetry;

namespace PaymentHub.Tests.Operations;

/// <summary>What the outbox relay costs, counted by the call, and that what it saves leaves nothing behind.</summary>
public sealed class OutboxRelayCostTests : IAsyncLifetime
{
    private static readonly TimeSpan Pass = TimeSpan.FromSeconds(15);

    private readonly ManualTimeProvider _clock = new(Samples.Noon);
    private readonly StorageCounter _counter = new();
    private StorageClients _storage = null!;
    private QueueClient _queue = null!;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = await SharedAzurite.TakeAccountAsync() };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        _storage = new StorageClients(configuration, [new StoragePolicy(_counter, HttpPipelinePosition.PerCall)]);
        foreach (var table in (string[])[TableNames.Callbacks, TableNames.Orders])
            await _storage.Tables.CreateTableIfNotExistsAsync(table);
        foreach (var queue in QueueNames.All)
            await _storage.Queue(queue).CreateIfNotExistsAsync();
        _queue = _storage.Queue(QueueNames.Callbacks);
        _counter.Take();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_hour_in_which_nothing_is_owed_costs_a_read_of_each_bucket_a_minute()
    {
        var relay = Relay();

        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromHours(1); passed += Pass)
        {
            await relay.RunAsync(default);
            _clock.Advance(Pass);
        }

        var hour = _counter.Take();
        Assert.Equal(2 * Keys.Buckets * 60, hour);
        var month = string.Create(CultureInfo.InvariantCulture, $": {hour * 24 * 30 / 1e6:0.0} M table operations (a test counts an hour of it)");
        Assert.Contains(month, File.ReadAllText(Path.Combine(Repository.Root, "docs", "operator", "costs.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_overdue_entries_cost_a_message_each_and_little_more()
    {
        await AcceptAsync(1_000);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _counter.Take();

        await Relay(maxWakes: 5_000).RunAsync(default);

        Assert.Equal(1_000, _counter.Count("callbacks/messages"));
        // A read of each bucket of two tables, a transaction of marks a bucket, the queue's length.
        Assert.Equal(1_000 + (2 * Keys.Buckets) + Keys.Buckets + 1, _counter.Take());
    }

    [Fact]
    public async Task A_bucket_that_is_full_of_what_waits_for_one_queue_hides_no_other_queue_s_entries()
    {
        var now = _clock.GetUtcNow();
        TableEntity Entry(int number, string queue, string what) =>
            OutboxEntry.Row(
                Keys.Bucket(0),
                Keys.OutboxEntry(Keys.Due, now.AddMilliseconds(number), $"dep_{number:00000}", what),
                queue,
                now,
                now,
                TimeSpan.Zero
            );
        var orders = _storage.Table(TableNames.Orders);
        foreach (var chunk in Enumerable.Range(0, 1_000).Select(number => Entry(number, QueueNames.Deposits, "poll")).Chunk(100))
            await orders.SubmitTransactionAsync(chunk.Select(entry => new TableTransactionAction(TableTransactionActionType.Add, entry)));
        await orders.AddEntityAsync(Entry(2_000, QueueNames.Webhooks, Keys.Deliver("main")));
        await _storage.Queue(QueueNames.Deposits).SendMessageAsync("waiting");
        await _storage.Queue(QueueNames.Deposits).SendMessageAsync("waiting");
        _clock.Advance(TimeSpan.FromMinutes(1));

        await Relay(queueLimit: 1).RunAsync(default);

        Assert.Equal(2, (await _storage.Queue(QueueNames.Deposits).GetPropertiesAsync()).Value.ApproximateMessagesCount);
        Assert.Equal(1, (await _storage.Queue(QueueNames.Webhooks).GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Marks_that_another_relay_was_quicker_with_wake_only_the_others()
    {
        await AcceptAsync(100);
        _clock.Advance(TimeSpan.FromMinutes(1));

        await Task.WhenAll(Relay().RunAsync(default), Relay().RunAsync(default), Relay().RunAsync(default));

        Assert.Equal(100, await WaitingAsync());
    }

    [Fact]
    public async Task What_is_written_behind_a_read_is_woken_within_twice_its_grace_and_a_pass()
    {
        var relay = Relay();
        // In every phase of the pace, and in every bucket.
        for (var phase = TimeSpan.Zero; phase <= TimeSpan.FromMinutes(1); phase += TimeSpan.FromSeconds(5))
        {
            await relay.RunAsync(default);
            _clock.Advance(phase);
            var received = Received();
            await Store().AcceptAsync(received, default);
            var before = await WaitingAsync();
            var waited = TimeSpan.Zero;
            for (; await WaitingAsync() == before; waited += Pass)
            {
                await relay.RunAsync(default);
                _clock.Advance(Pass);
            }

            Assert.InRange(waited, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds((2 * 30) + 15 + 15));
            await Store().ConcludeAsync(received, CallbackOutcome.Poison, default);
        }
    }

    [Fact]
    public async Task What_is_due_far_ahead_is_woken_by_the_pass_that_follows_its_time()
    {
        var relay = Relay();
        await relay.RunAsync(default);
        var store = Store();
        foreach (var seconds in (int[])[61, 75, 90, 200, 3_600])
        {
            var received = Received();
            await store.AcceptAsync(received, default);
            var later = received with { DueAt = _clock.GetUtcNow().AddSeconds(seconds), Postponed = 1 };
            Assert.True(await store.TryPostponeAsync(received, later, default));
            var before = await WaitingAsync();
            while (_clock.GetUtcNow() < later.DueAt)
            {
                Assert.Equal(before, await WaitingAsync());
                await relay.RunAsync(default);
                _clock.Advance(Pass);
            }

            await relay.RunAsync(default);
            Assert.Equal(before + 1, await WaitingAsync());
            await store.ConcludeAsync(later, CallbackOutcome.Poison, default);
        }
    }

    [Fact]
    public async Task A_writer_whose_clock_is_minutes_behind_or_ahead_is_woken_as_much_later_at_most()
    {
        var relay = Relay();
        foreach (var skew in (int[])[-300, -45, 45, 300])
        {
            await relay.RunAsync(default);
            var skewed = new ManualTimeProvider(_clock.GetUtcNow().AddSeconds(skew));
            var received = Received(skewed);
            await new CallbackStore(_storage, TestDirectory.With(), skewed).AcceptAsync(received, default);
            var before = await WaitingAsync();
            var waited = TimeSpan.Zero;
            for (; await WaitingAsync() == before; waited += Pass)
            {
                await relay.RunAsync(default);
                _clock.Advance(Pass);
            }

            Assert.InRange(waited, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(90 + Math.Max(skew, 0)));
            await Store().ConcludeAsync(received, CallbackOutcome.Poison, default);
        }
    }

    [Fact]
    public async Task A_relay_that_begins_anew_knows_of_nothing_and_finds_everything()
    {
        await Relay().RunAsync(default);
        await AcceptAsync(5);
        _clock.Advance(TimeSpan.FromSeconds(31));

        await Relay().RunAsync(default);

        Assert.Equal(5, await WaitingAsync());
    }

    private async Task AcceptAsync(int number)
    {
        var store = Store();
        await Parallel.ForAsync(0, number, async (_, token) => await store.AcceptAsync(Received(), token));
    }

    private ReceivedCallback Received(TimeProvider? clock = null)
    {
        var now = (clock ?? _clock).GetUtcNow();
        return CallbackSamples.Received with { Id = CallbackId.New(now), DueAt = now };
    }

    private CallbackStore Store() => new(_storage, TestDirectory.With(), _clock);

    private async Task<int> WaitingAsync() => (await _queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;

    private OutboxRelay Relay(int maxWakes = 500, int queueLimit = 1_000) =>
        new(
            _storage,
            TestDirectory.With(
                TestDirectory.Settings with
                {
                    Outbox = TestDirectory.Settings.Outbox with { MaxWakes = maxWakes, QueueLimit = queueLimit },
                }
            ),
            Gauges.Unread(_clock),
            _clock,
            NullLogger<OutboxRelay>.Instance
        );
}
