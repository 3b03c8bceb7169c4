using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Telemetry;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

/// <summary>Deliveries in real tables: their outbox entries, their attempts, and the relay of what is suspended.</summary>
public sealed class DeliveryStoreTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new(Samples.Noon);
    private StorageClients _storage = null!;
    private MerchantDirectory _directory = null!;

    private DeliveryStore Store => new(_storage, _directory, _clock);

    private BreakerStore Breakers => new(_storage);

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = await SharedAzurite.TakeAccountAsync() };
        _storage = new StorageClients(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), []);
        _directory = TestDirectory.With(TestDirectory.Settings, new WebhookEndpoint("main", new Uri("https://shop.example/hooks"), [], []));
        foreach (var table in TableNames.All)
            await _storage.Tables.CreateTableIfNotExistsAsync(table);
        foreach (var queue in QueueNames.All)
            await _storage.Queue(queue).CreateIfNotExistsAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task There_is_always_exactly_one_outbox_entry_and_it_says_what_holds()
    {
        var order = await CommitAsync(1);
        Assert.Equal([$"due|20240501120000000|{order.Id}|deliver|main"], await EntriesAsync());

        await MoveAsync(order, delivery => delivery.Suspend(SuspensionReason.Breaker, _clock.GetUtcNow()));
        Assert.Equal([$"suspended|shop|main|{order.Id}"], await EntriesAsync());

        await Store.DeadLetterAsync(order.Id, "main", default);
        Assert.Equal([$"dead|20240501120000000|{order.Id}|deliver|main"], await EntriesAsync());

        await MoveAsync(order, delivery => delivery.OweAgain(1, "deposit.completed", _clock.GetUtcNow()));
        Assert.Equal([$"due|20240501120000000|{order.Id}|deliver|main"], await EntriesAsync());

        await MoveAsync(order, delivery => delivery.Delivered(1, _clock.GetUtcNow()));
        Assert.Empty(await EntriesAsync());
    }

    [Fact]
    public async Task A_later_event_that_goes_ahead_moves_the_outbox_entry()
    {
        var order = await CommitAsync(1, "deposit.pending");
        await MoveAsync(order, delivery => delivery.TryAgain(1, _clock.GetUtcNow().AddHours(5), _clock.GetUtcNow()) with { FinalWaits = 1 });
        var orders = new OrderStore(_storage, _directory.Settings.Outbox, _clock);
        var snapshot = (await orders.ReadAsync(order.Id, default))!;
        var before = snapshot.Deliveries.Single();

        await orders.TryUpdateAsync(
            snapshot,
            new OrderCommit(order with { Version = 2 }, Event(order, 2, "deposit.completed"), [(before.Delivery.Owe(2, "deposit.completed", _clock.GetUtcNow()), before)]),
            default);

        Assert.Equal([$"due|20240501120000000|{order.Id}|deliver|main"], await EntriesAsync());
    }

    [Fact]
    public async Task Of_very_many_attempts_the_newest_thirty_are_kept()
    {
        var order = await CommitAsync(1);

        for (var number = 1; number <= 35; number++)
        {
            var snapshot = (await Store.ReadAsync(order.Id, default))!;
            Assert.True(await Store.TryRecordAsync(snapshot, Attempt(snapshot.LastNumber("main", 1) + 1), snapshot.Of("main")!.Delivery, default));
        }

        var kept = (await Store.ReadAsync(order.Id, default))!.AttemptsOf("main", 1);
        Assert.Equal(Enumerable.Range(6, 30), kept.Select(attempt => attempt.Number));
    }

    [Fact]
    public async Task An_attempt_is_recorded_once_and_a_stale_one_not_at_all()
    {
        var order = await CommitAsync(1);
        var snapshot = (await Store.ReadAsync(order.Id, default))!;
        var attempt = Attempt(1);
        var after = snapshot.Of("main")!.Delivery.Delivered(1, _clock.GetUtcNow());

        Assert.True(await Store.TryRecordAsync(snapshot, attempt, after, default));
        Assert.True(await Store.TryRecordAsync(snapshot, attempt, after, default)); // As when the first answer was lost.
        Assert.False(await Store.TryRecordAsync(snapshot, attempt with { Id = "another" }, after, default));
    }

    [Fact]
    public async Task The_outbox_relay_leaves_a_delivery_alone_that_is_held()
    {
        var order = await CommitAsync(1);
        var snapshot = (await Store.ReadAsync(order.Id, default))!;
        Assert.True(await Store.TryHoldAsync(snapshot, snapshot.Of("main")!.Delivery, _clock.GetUtcNow().AddMinutes(2), default));

        _clock.Advance(TimeSpan.FromSeconds(119));
        await RelayAsync();
        Assert.Empty(await CallsAsync());
        _clock.Advance(TimeSpan.FromSeconds(2));
        await RelayAsync();

        Assert.Equal(order.Id, Assert.Single(await CallsAsync()).OrderId);
        Assert.False(await Store.TryHoldAsync(snapshot, snapshot.Of("main")!.Delivery.Suspend(SuspensionReason.Breaker, _clock.GetUtcNow()), _clock.GetUtcNow(), default));
    }

    [Fact]
    public async Task What_is_suspended_is_not_woken_while_the_breaker_is_open_but_for_one_probe()
    {
        foreach (var number in (int[])[1, 2, 3])
            await MoveAsync(await CommitAsync(number), delivery => delivery.Suspend(SuspensionReason.Breaker, _clock.GetUtcNow()));
        var breaker = new Breaker("shop", "main", _clock.GetUtcNow()).Open(_directory.Settings.Delivery, _clock.GetUtcNow());
        Assert.True(await Breakers.TryWriteAsync(new StoredBreaker(breaker, null), breaker, default));

        _clock.Advance(TimeSpan.FromSeconds(59));
        await RelayAsync();
        Assert.Empty(await CallsAsync());
        _clock.Advance(TimeSpan.FromSeconds(1));
        await RelayAsync();
        Assert.Single(await CallsAsync());

        var open = Assert.Single(await Breakers.ListAsync(default));
        Assert.True(await Breakers.TryWriteAsync(open, open.Breaker.Close(_clock.GetUtcNow()), default));
        Assert.False(await Breakers.TryWriteAsync(open, open.Breaker, default));
        _clock.Advance(_directory.Settings.Outbox.Repeat); // The one that was called to be the probe is not called again at once.
        await RelayAsync();
        await RelayAsync();
        Assert.Equal(3, (await CallsAsync()).Select(wakeUp => wakeUp.OrderId).Distinct().Count());
    }

    [Fact]
    public async Task Each_probe_is_another_order_until_all_have_had_their_turn()
    {
        foreach (var number in (int[])[1, 2, 3])
            await MoveAsync(await CommitAsync(number), delivery => delivery.Suspend(SuspensionReason.Breaker, _clock.GetUtcNow()));
        var breaker = new Breaker("shop", "main", _clock.GetUtcNow()).Open(_directory.Settings.Delivery, _clock.GetUtcNow());
        Assert.True(await Breakers.TryWriteAsync(new StoredBreaker(breaker, null), breaker, default));

        var probes = new List<string>();
        for (var probe = 1; probe <= 6; probe++)
        {
            // As when the one before was refused: it stays suspended, and the time of the next has come.
            _clock.Advance(TimeSpan.FromHours(1));
            await RelayAsync();
            probes.Add(Assert.Single(await CallsAsync()).OrderId);
        }

        Assert.Equal(3, probes.Take(3).Distinct().Count());
        Assert.Equal(probes.Take(3), probes.Skip(3));
    }

    [Fact]
    public async Task What_is_suspended_is_woken_every_minute_once_its_endpoint_is_back_however_often_it_was_before()
    {
        await MoveAsync(await CommitAsync(1), delivery => delivery.Suspend(SuspensionReason.Breaker, _clock.GetUtcNow()));
        var breaker = new Breaker("shop", "main", _clock.GetUtcNow()) { HasSuspended = true };
        await Breakers.TryWriteAsync(new StoredBreaker(breaker, null), breaker, default);

        var wakes = new List<int>();
        for (var minute = 0; minute < 6; minute++)
        {
            await RelayAsync();
            wakes.Add((await CallsAsync()).Count);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([1, 1, 1, 1, 1, 1], wakes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_has_nothing_suspended_is_not_looked_at_for_ever(bool open)
    {
        var now = _clock.GetUtcNow();
        var breaker = open ? new Breaker("shop", "main", now).Open(_directory.Settings.Delivery, now) : new Breaker("shop", "main", now) { HasSuspended = true };
        await Breakers.TryWriteAsync(new StoredBreaker(breaker, null), breaker, default);

        await RelayAsync();
        Assert.True((await Breakers.FindAsync("shop", "main", default))!.Breaker.HasSuspended);
        _clock.Advance(TimeSpan.FromMinutes(11));
        await RelayAsync();

        var seen = (await Breakers.FindAsync("shop", "main", default))!.Breaker;
        Assert.Equal((false, open), (seen.HasSuspended, seen.IsOpen));
    }

    [Fact]
    public async Task An_account_s_orders_are_found_by_the_time_of_their_creation_page_by_page()
    {
        var listing = new OrderIndexWriter(_storage);
        var orders = Enumerable.Range(1, 7).Select(number => Order(number) with { CreatedAt = Samples.Noon.AddHours(number * 10) }).ToList();
        foreach (var order in orders)
            await listing.WriteAsync(order, default);
        await listing.WriteAsync(Order(8) with { AccountId = "shop_mpay", CreatedAt = orders[2].CreatedAt }, default);
        var found = new List<string>();
        string? cursor = null;

        do
        {
            var (ids, next) = await new OrderIndexByAccount(_storage).ListAsync(
                new Account { Id = "shop_pay", MerchantId = "shop", ProviderName = "fake", Provider = null!, CallbackIds = [], Confirm = true, AcceptUnknownAddresses = false },
                orders[1].CreatedAt, orders[5].CreatedAt, cursor, 2, default);
            found.AddRange(ids);
            cursor = next;
        }
        while (cursor is not null);

        Assert.Equal(orders[1..5].Select(order => order.Id).Order(), found.Order());
    }

    private static Order Order(int number) => Samples.ProviderDeposit with { Id = Webhooks.DeliveryBench.Order(number) };

    private StoredEvent Event(Order order, int version, string type) => new(order.Id, version, type, "{}", "callback/1", _clock.GetUtcNow());

    private Attempt Attempt(int number) =>
        new(Guid.NewGuid().ToString("N"), "main", 1, number, _clock.GetUtcNow(), TimeSpan.FromMilliseconds(5), new EndpointAnswer(500, null, "no"));

    private async Task<Order> CommitAsync(int number, string type = "deposit.completed")
    {
        var order = Order(number) with { Version = 1 };
        var commit = new OrderCommit(order, Event(order, 1, type), [(Delivery.Start("main", 1, type, _clock.GetUtcNow()), null)]);
        Assert.True(await new OrderStore(_storage, _directory.Settings.Outbox, _clock).TryCreateAsync(commit, default));
        return order;
    }

    private async Task MoveAsync(Order order, Func<Delivery, Delivery> change)
    {
        var snapshot = (await Store.ReadAsync(order.Id, default))!;
        Assert.True(await Store.TryMoveAsync(snapshot, change(snapshot.Of("main")!.Delivery), default));
    }

    private async Task RelayAsync()
    {
        await new OutboxRelay(_storage, _directory, Gauges.Unread(_clock), _clock, NullLogger<OutboxRelay>.Instance).RunAsync(default);
        await new SuspendedDeliveryRelay(_storage, Breakers, _directory, Gauges.Unread(_clock), _clock, NullLogger<SuspendedDeliveryRelay>.Instance).RunAsync(default);
    }

    private async Task<List<string>> EntriesAsync()
    {
        var keys = new List<string>();
        await foreach (var row in _storage.Table(TableNames.Orders).QueryAsync<TableEntity>(filter: (string?)null))
            if (row.RowKey.StartsWith("due|", StringComparison.Ordinal) || row.RowKey.StartsWith("suspended|", StringComparison.Ordinal) || row.RowKey.StartsWith("dead|", StringComparison.Ordinal))
                keys.Add(row.RowKey);
        return keys;
    }

    private async Task<List<DeliveryWakeUp>> CallsAsync()
    {
        QueueClient queue = _storage.Queue(QueueNames.Webhooks);
        var calls = new List<DeliveryWakeUp>();
        while ((await queue.ReceiveMessagesAsync(32)).Value is { Length: > 0 } messages)
        {
            foreach (var message in messages)
            {
                calls.Add(DeliveryEnvelope.Parse(message.Body.ToString()));
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
        }

        return calls;
    }
}
