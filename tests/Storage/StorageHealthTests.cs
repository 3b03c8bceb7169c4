using System.Text.RegularExpressions;
using Azure.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Operations;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Storage;

public sealed class StorageHealthTests
{
    private readonly TurnableClock _clock = new();
    private readonly StorageProbe _probe = new();

    [Fact]
    public async Task Storage_is_asked_once_in_two_seconds_however_many_ask_us()
    {
        var health = new StorageHealth(await ReadyAsync(), _clock);
        _probe.Start();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => health.AskAsync()));
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        var parts = await health.AskAsync();
        Assert.Equal([("tables", null), ("queues", null)], parts.Select(part => (part.Part, part.Trouble)));
        Assert.Single(_probe.Calls, call => call.Name == "orders: read");

        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await health.AskAsync();

        Assert.Equal(2, _probe.Calls.Count(call => call.Name == "orders: read"));
    }

    [Fact]
    public async Task The_part_that_does_not_answer_is_named_and_the_other_is_ready()
    {
        await ReadyAsync();
        var parts = await new StorageHealth(Clients(await WithoutTablesAsync()), _clock).AskAsync();

        Assert.NotNull(parts.Single(part => part.Part == "tables").Trouble);
        Assert.Null(parts.Single(part => part.Part == "queues").Trouble);
    }

    [Fact]
    public async Task A_start_that_cannot_reach_storage_says_what_it_tried_and_no_key()
    {
        var connection = await WithoutTablesAsync();
        var setup = new StorageSetup(Clients(connection), TestDirectory.With(), null!, null!, NullLogger<StorageSetup>.Instance);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => setup.StartingAsync(default));

        Assert.Matches(
            @"Tried: tables at http://127\.0\.0\.1:\d+/\w+, queues at http://127\.0\.0\.1:\d+/\w+/webhooks, as the key or signature of the connection string\.",
            failure.Message
        );
        Assert.DoesNotContain(Regex.Match(connection, "AccountKey=(?<key>[^;]+)").Groups["key"].Value, failure.ToString(), StringComparison.Ordinal);
    }

    private async Task<StorageClients> ReadyAsync()
    {
        var clients = Clients(_connection = await SharedAzurite.TakeAccountAsync());
        await clients.Tables.CreateTableIfNotExistsAsync(TableNames.Orders);
        await clients.Queue(QueueNames.Webhooks).CreateIfNotExistsAsync();
        return clients;
    }

    private string? _connection;

    private async Task<string> WithoutTablesAsync() =>
        Regex.Replace(_connection ??= await SharedAzurite.TakeAccountAsync(), @"(TableEndpoint=http://127\.0\.0\.1:)\d+", $"${{1}}{FreePort.Next()}");

    private StorageClients Clients(string connection) =>
        new(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["AzureWebJobsStorage"] = connection }).Build(),
            [new StoragePolicy(_probe, HttpPipelinePosition.PerRetry)]
        );
}
