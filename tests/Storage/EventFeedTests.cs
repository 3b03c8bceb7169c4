using Azure.Core;
using Microsoft.Extensions.Configuration;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Storage;

/// <summary>The feed: a stable order, into which nothing ever slips behind a reader.</summary>
public sealed class EventFeedTests : IAsyncLifetime
{
    private const string OrderId = "dep_00000000000000000000000001";

    private readonly ManualTimeProvider _clock = new(Samples.Noon);
    private readonly StorageProbe _probe = new();
    private FeedWriter _writer = null!;
    private EventFeed _feed = null!;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = await SharedAzurite.TakeAccountAsync() };
        var storage = new StorageClients(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), [new StoragePolicy(_probe, HttpPipelinePosition.PerRetry)]);
        await storage.Tables.CreateTableIfNotExistsAsync(TableNames.Listing);
        (_writer, _feed) = (new FeedWriter(storage, TestDirectory.With(), _clock), new EventFeed(storage, TestDirectory.With(), _clock));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Events_stand_in_the_order_of_their_being_written_whenever_they_happened()
    {
        await AppendAsync(2);
        _clock.Advance(TimeSpan.FromDays(3));
        await AppendAsync(1);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal([2, 1], await VersionsAsync(null, 10));
    }

    [Fact]
    public async Task An_event_is_shown_when_it_has_stood_there_for_thirty_seconds()
    {
        await AppendAsync(1);

        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Empty(await VersionsAsync(null, 10));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal([1], await VersionsAsync(null, 10));
    }

    [Fact]
    public async Task An_event_that_is_appended_again_stays_where_it_was()
    {
        await AppendAsync(1);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await AppendAsync(2);
        await AppendAsync(1);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal([1, 2], await VersionsAsync(null, 10));
    }

    [Fact]
    public async Task Whoever_goes_on_after_the_last_event_that_they_have_sees_every_other_once()
    {
        for (var version = 1; version <= 7; version++)
        {
            await AppendAsync(version);
            _clock.Advance(TimeSpan.FromHours(11));
        }

        var seen = new List<int>();
        string? after = null;
        while (await _feed.ReadAsync("shop", after, 3, default) is { Items: { Count: > 0 } items })
        {
            seen.AddRange(items.Select(stored => stored.Version));
            after = await _feed.FindAsync("shop", items[^1].Id, default);
            Assert.NotNull(after);
        }

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], seen);
    }

    /// <summary>A writer whose write hangs gives up long before a reader could have passed its position, and tries again with a later one.</summary>
    [Fact]
    public async Task A_write_that_hangs_is_given_up_before_a_reader_could_pass_it()
    {
        var writing = new HangingWriter(_clock);
        var settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = await SharedAzurite.TakeAccountAsync() };
        var storage = new StorageClients(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), [new StoragePolicy(writing, HttpPipelinePosition.PerCall)]);

        await Assert.ThrowsAsync<TimeoutException>(() => new FeedWriter(storage, TestDirectory.With(), _clock).AppendAsync("shop", Event(1), default));

        Assert.Equal(Samples.Noon.AddSeconds(15), _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_page_costs_one_read_and_finding_where_to_go_on_another()
    {
        await AppendAsync(1);
        _clock.Advance(TimeSpan.FromDays(400));

        _probe.Start();
        await _feed.ReadAsync("shop", await _feed.FindAsync("shop", Event(1).Id, default), 100, default);

        Assert.Equal(["listing: read", "listing: read"], _probe.Calls.Select(call => call.Name));
    }

    [Fact]
    public async Task A_merchant_s_feed_is_its_own()
    {
        await AppendAsync(1);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty((await _feed.ReadAsync("market", null, 10, default)).Items);
        Assert.Null(await _feed.FindAsync("market", Event(1).Id, default));
    }

    private static StoredEvent Event(int version) => new(OrderId, version, "deposit.pending", "{}", "callback/1", Samples.Noon);

    private Task AppendAsync(int version) => _writer.AppendAsync("shop", Event(version), default);

    private async Task<List<int>> VersionsAsync(string? after, int limit) => [.. (await _feed.ReadAsync("shop", after, limit, default)).Items.Select(stored => stored.Version)];
}
