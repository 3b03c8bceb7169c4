using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
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

/// <summary>Deliveries on tables and queues of the test's own.</summary>
public abstract class DeliveryStoreBench : IAsyncLifetime
{
    private protected readonly ManualTimeProvider _clock = new(Samples.Noon);
    private protected StorageClients _storage = null!;
    private protected MerchantDirectory _directory = null!;

    private protected DeliveryStore Store => new(_storage, _directory, _clock);

    private protected BreakerStore Breakers => new(_storage);

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

    private protected static Order Order(int number) => Samples.ProviderDeposit with { Id = Webhooks.DeliveryBench.Order(number) };

    private protected StoredEvent Event(Order order, int version, string type) =>
        new(order.Id, version, type, "{}", "callback/1", _clock.GetUtcNow());

    private protected Attempt Attempt(int number) =>
        new(Guid.NewGuid().ToString("N"), "main", 1, number, _clock.GetUtcNow(), TimeSpan.FromMilliseconds(5), new EndpointAnswer(500, null, "no"));

    private protected async Task<Order> CommitAsync(int number, string type = "deposit.completed")
    {
        var order = Order(number) with { Version = 1 };
        var commit = new OrderCommit(order, Event(order, 1, type), [(Delivery.Start("main", 1, type, _clock.GetUtcNow()), null)]);
        Assert.True(await new OrderStore(_storage, _directory.Settings.Outbox, _clock).TryCreateAsync(commit, default));
        return order;
    }

    private protected async Task MoveAsync(Order order, Func<Delivery, Delivery> change)
    {
        var snapshot = (await Store.ReadAsync(order.Id, default))!;
        Assert.True(await Store.TryMoveAsync(snapshot, change(snapshot.Of("main")!.Value), null, default));
    }

    private protected async Task RelayAsync()
    {
        await new OutboxRelay(_storage, _directory, Gauges.Unread(_clock), _clock, NullLogger<OutboxRelay>.Instance).RunAsync(default);
        await new SuspendedDeliveryRelay(
            _storage,
            Breakers,
            _directory,
            Gauges.Unread(_clock),
            _clock,
            NullLogger<SuspendedDeliveryRelay>.Instance
        ).RunAsync(default);
    }

    private protected async Task<List<string>> EntriesAsync()
    {
        var keys = new List<string>();
        await foreach (var row in _storage.Table(TableNames.Orders).QueryAsync<TableEntity>(filter: (string?)null))
        {
            if (
                row.RowKey.StartsWith("due|", StringComparison.Ordinal)
                || row.RowKey.StartsWith("suspended|", StringComparison.Ordinal)
                || row.RowKey.StartsWith("dead|", StringComparison.Ordinal)
            )
            {
                keys.Add(row.RowKey);
            }
        }

        return keys;
    }

    private protected async Task<List<DeliveryWakeUp>> CallsAsync()
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
