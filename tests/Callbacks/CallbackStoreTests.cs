using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using PaymentHub.Callbacks;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Callbacks;

public sealed class CallbackStoreTests : IAsyncLifetime, IDisposable
{
    private readonly ReceivedCallback _received = CallbackSamples.Received with { Id = CallbackId.New(Samples.Noon) };
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(20));
    private TableClient _table = null!;
    private CallbackStore _store = null!;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = await SharedAzurite.ConnectionStringAsync() };
        var storage = new StorageClients(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), []);
        await storage.Tables.CreateTableIfNotExistsAsync(TableNames.Callbacks);
        _table = storage.Table(TableNames.Callbacks);
        _store = new CallbackStore(storage, TestDirectory.With(), new TurnableClock());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _deadline.Dispose();

    [Fact]
    public async Task A_callback_is_pending_until_it_has_its_outcome()
    {
        await _store.AcceptAsync(_received, _deadline.Token);
        var pending = await _store.ReadPendingAsync(_received.Id, _deadline.Token);

        await _store.ConcludeAsync(_received, CallbackOutcome.Applied("dep_00000000000000000000000001"), _deadline.Token);
        await _store.ConcludeAsync(_received, CallbackOutcome.Poison, _deadline.Token);

        Assert.Equal(_received.Callback.Body.ToArray(), pending!.Callback.Body.ToArray());
        Assert.Null(await _store.ReadPendingAsync(_received.Id, _deadline.Token));
        Assert.Equal("applied", await VerdictAsync());
        Assert.Equal(0, await EntriesAsync());
    }

    [Fact]
    public async Task A_callback_that_a_twin_postponed_is_concluded_where_it_is()
    {
        await _store.AcceptAsync(_received, _deadline.Token);
        var later = _received with { DueAt = _received.DueAt.AddSeconds(5), Postponed = 1 };

        Assert.True(await _store.TryPostponeAsync(_received, later, _deadline.Token));
        Assert.False(await _store.TryPostponeAsync(_received, _received with { DueAt = _received.DueAt.AddSeconds(7) }, _deadline.Token));
        await _store.ConcludeAsync(_received, CallbackOutcome.Poison, _deadline.Token);

        Assert.Equal("poison", await VerdictAsync());
        Assert.Equal(0, await EntriesAsync());
    }

    [Fact]
    public async Task A_callback_whose_outbox_entry_somebody_deleted_gets_its_outcome_all_the_same()
    {
        await _store.AcceptAsync(_received, _deadline.Token);
        await _table.DeleteEntityAsync(Keys.CallbackBucket(_received.Id), Keys.PendingCallback(_received.DueAt, _received.Id));

        await _store.ConcludeAsync(_received, CallbackOutcome.Poison, _deadline.Token);

        Assert.Equal("poison", await VerdictAsync());
    }

    private async Task<string?> VerdictAsync() =>
        (await _table.GetEntityAsync<TableEntity>(Keys.CallbackBucket(_received.Id), Keys.Callback(_received.Id))).Value.GetString("Verdict");

    private async Task<int> EntriesAsync()
    {
        var (bucket, end) = (Keys.CallbackBucket(_received.Id), _received.Id.Text);
        var found = 0;
        await foreach (
            var row in _table.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {bucket} and RowKey ge {"pending|"} and RowKey lt {"pending}"}")
            )
        )
        {
            found += row.RowKey.EndsWith(end, StringComparison.Ordinal) ? 1 : 0;
        }

        return found;
    }
}
