using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Orders;

/// <summary>An order's work and the outbox entry that stands for it are one in storage.</summary>
public sealed class ScheduledActionStoreTests : IAsyncLifetime, IDisposable
{
    private static readonly ScheduledAction Submit = new(ActionKind.Submit, Samples.Noon);

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(30));
    private readonly Order _order = Samples.Withdrawal with
    {
        Id = OrderId.OfMerchant(OrderKind.Withdrawal, "shop", $"{Guid.NewGuid():N}"),
        Status = OrderStatus.Created,
        NextAction = Submit,
    };
    private TableClient _table = null!;
    private OrderStore _store = null!;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = await SharedAzurite.ConnectionStringAsync() };
        var storage = new StorageClients(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), []);
        await storage.Tables.CreateTableIfNotExistsAsync(TableNames.Orders);
        _table = storage.Table(TableNames.Orders);
        _store = new OrderStore(storage, TestDirectory.With().Settings.Outbox, new TurnableClock());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _deadline.Dispose();

    [Fact]
    public async Task An_order_with_all_that_a_withdrawal_has_is_read_as_it_was_written()
    {
        var order = _order with
        {
            Request = _order.Request! with { Details = new Dictionary<string, string> { ["username"] = "Ann" } },
            SubmissionAttempt = new SubmissionAttempt
            {
                AttemptId = "t",
                Number = 2,
                Since = Samples.Noon.AddTicks(1),
                Until = Samples.Later,
                Absences = 1,
                Unknown = "timeout",
            },
            Decision = new Decision(true, "boss", Samples.Noon),
            Resolutions = [new Resolution(ResolutionOutcome.Resubmit, 3, "note", Samples.Noon)],
            Resolved = OrderStatus.Failed,
            ResolvedReasons = ReviewReason.AmountMismatch | ReviewReason.AddressMismatch,
            CreatedBy = "backend",
        };
        await _store.TryCreateAsync(new OrderCommit(order, null, []), _deadline.Token);

        var read = (await ReadAsync()).Order;

        Assert.Equal(
            (order.NextAction, order.SubmissionAttempt, order.Decision, order.Resolved, order.ResolvedReasons, order.CreatedBy),
            (read.NextAction, read.SubmissionAttempt, read.Decision, read.Resolved, read.ResolvedReasons, read.CreatedBy)
        );
        Assert.Equal(order.Resolutions, read.Resolutions);
        Assert.Equal("Ann", read.Request!.Details!["username"]);
    }

    [Fact]
    public async Task An_outbox_entry_stands_beside_the_order_from_its_start()
    {
        await CreateAsync();

        Assert.Equal([$"due|20240501120000000|{_order.Id}|submit"], await EntriesAsync());
    }

    [Fact]
    public async Task An_outbox_entry_moves_with_the_work_and_goes_with_it()
    {
        await CreateAsync();

        await ChangeAsync(order => order with { NextAction = new ScheduledAction(ActionKind.Poll, Samples.Later) });
        Assert.Equal([$"due|20240501120500000|{_order.Id}|poll"], await EntriesAsync());
        await ChangeAsync(order => order with { Failure = new Failure("1", "") });
        Assert.Equal([$"due|20240501120500000|{_order.Id}|poll"], await EntriesAsync());
        await ChangeAsync(order => order with { NextAction = null });
        Assert.Empty(await EntriesAsync());
    }

    [Fact]
    public async Task Work_that_keeps_failing_is_a_dead_letter_and_can_be_revived()
    {
        await CreateAsync();

        await _store.DeadLetterActionAsync(_order.Id, ActionKind.Submit, _deadline.Token);
        await _store.DeadLetterActionAsync(_order.Id, ActionKind.Submit, _deadline.Token);

        Assert.Equal([$"dead|20240501120000000|{_order.Id}|submit"], await EntriesAsync());
        Assert.True((await ReadAsync()).Order.NextAction!.IsDeadLetter);
        await ChangeAsync(order => order with { NextAction = Submit with { DueAt = Samples.Later } });
        Assert.Equal([$"due|20240501120500000|{_order.Id}|submit"], await EntriesAsync());
    }

    [Fact]
    public async Task Work_whose_outbox_entry_somebody_deleted_can_still_become_a_dead_letter()
    {
        await CreateAsync();
        await _table.DeleteEntityAsync(Keys.OrderBucket(_order.Id), Keys.Action(_order.Id, Submit)!, cancellationToken: _deadline.Token);

        await _store.DeadLetterActionAsync(_order.Id, ActionKind.Submit, _deadline.Token);

        Assert.Equal([$"dead|20240501120000000|{_order.Id}|submit"], await EntriesAsync());
    }

    [Fact]
    public async Task Other_work_is_not_a_dead_letter()
    {
        await CreateAsync();

        await _store.DeadLetterActionAsync(_order.Id, ActionKind.Poll, _deadline.Token);

        Assert.Equal(Submit, (await ReadAsync()).Order.NextAction);
    }

    private async Task CreateAsync() => Assert.True(await _store.TryCreateAsync(new OrderCommit(_order, null, []), _deadline.Token));

    private async Task ChangeAsync(Func<Order, Order> change)
    {
        var snapshot = await ReadAsync();
        Assert.True(await _store.TryUpdateAsync(snapshot, new OrderCommit(change(snapshot.Order), null, []), _deadline.Token));
    }

    private async Task<OrderSnapshot> ReadAsync() => (await _store.ReadAsync(_order.Id, _deadline.Token))!;

    private async Task<List<string>> EntriesAsync()
    {
        var bucket = Keys.OrderBucket(_order.Id);
        var rows = new List<string>();
        await foreach (var row in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {bucket}")))
        {
            if (
                row.RowKey.Contains(_order.Id, StringComparison.Ordinal)
                && (row.RowKey.StartsWith("due|", StringComparison.Ordinal) || row.RowKey.StartsWith("dead|", StringComparison.Ordinal))
            )
            {
                rows.Add(row.RowKey);
            }
        }

        return rows;
    }
}
