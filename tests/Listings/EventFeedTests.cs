using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using PaymentHub.Listings;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Listings;

/// <summary>The feed: a stable order, into which nothing ever slips behind a reader.</summary>
public sealed class EventFeedTests : IAsyncLifetime
{
    private const string OrderId = "dep_00000000000000000000000001";

    private static readonly EventFilter All = new(null, null, null, null, null);

    private static readonly Order Order = Samples.ProviderDeposit with { Id = OrderId };

    private readonly ManualTimeProvider _clock = new(Samples.Noon);
    private readonly StorageProbe _probe = new();
    private StorageClients _storage = null!;
    private FeedWriter _writer = null!;
    private EventFeed _feed = null!;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = await SharedAzurite.TakeAccountAsync() };
        _storage = new StorageClients(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            [new StoragePolicy(_probe, HttpPipelinePosition.PerRetry)]
        );
        await _storage.Tables.CreateTableIfNotExistsAsync(TableNames.Listing);
        (_writer, _feed) = (new FeedWriter(_storage, TestDirectory.With(), _clock), new EventFeed(_storage, TestDirectory.With(), _clock));
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
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            [new StoragePolicy(writing, HttpPipelinePosition.PerCall)]
        );

        await Assert.ThrowsAsync<TimeoutException>(() => new FeedWriter(storage, TestDirectory.With(), _clock).AppendAsync(Order, Event(1), default));

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

    [Fact]
    public async Task Newest_first_they_stand_by_when_they_happened_and_are_shown_at_once()
    {
        foreach (var version in (int[])[2, 3, 1])
            await _writer.AppendAsync(Order, Event(version) with { OccurredAt = Samples.Noon.AddHours(version) }, default);
        await _writer.AppendAsync(Order, Event(3) with { OccurredAt = Samples.Noon.AddHours(3) }, default);

        var first = await _feed.ReadNewestAsync("shop", All, null, 2, default);
        var second = await _feed.ReadNewestAsync("shop", All, first.Next, 2, default);

        Assert.Equal([3, 2], first.Items.Select(stored => stored.Version));
        Assert.Equal([1], second.Items.Select(stored => stored.Version));
        Assert.Null(second.Next);
        Assert.Empty((await _feed.ReadNewestAsync("market", All, null, 2, default)).Items);
    }

    [Theory]
    [InlineData("deposit.pending", null, null, new[] { 2, 1 })]
    [InlineData("deposit.failed", null, null, new int[0])]
    [InlineData(null, "shop_pay", null, new[] { 3, 2, 1 })]
    [InlineData(null, "shop_mpay", null, new int[0])]
    [InlineData(null, null, "u-1", new[] { 3, 2, 1 })]
    [InlineData("deposit.completed", "shop_pay", "u-2", new int[0])]
    public async Task The_newest_are_filtered_by_type_account_and_customer(string? type, string? account, string? customer, int[] versions)
    {
        foreach (var version in (int[])[1, 2, 3])
        {
            await _writer.AppendAsync(
                Order with
                {
                    CustomerId = "u-1",
                },
                Event(version) with
                {
                    OccurredAt = Samples.Noon.AddHours(version),
                    Type = version == 3 ? "deposit.completed" : "deposit.pending",
                },
                default
            );
        }

        var page = await _feed.ReadNewestAsync("shop", new EventFilter(type, account, customer, null, null), null, 10, default);

        Assert.Equal(versions, page.Items.Select(stored => stored.Version));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task The_newest_are_bounded_by_time_from_the_first_moment_to_before_the_last()
    {
        foreach (var version in (int[])[1, 2, 3, 4])
            await _writer.AppendAsync(Order, Event(version) with { OccurredAt = Samples.Noon.AddHours(version) }, default);

        var page = await _feed.ReadNewestAsync(
            "shop",
            All with
            {
                From = Samples.Noon.AddHours(2),
                To = Samples.Noon.AddHours(4),
            },
            null,
            10,
            default
        );

        Assert.Equal([3, 2], page.Items.Select(stored => stored.Version));
    }

    [Fact]
    public async Task However_many_a_filter_leaves_out_a_page_of_the_newest_costs_a_few_reads_and_says_where_to_go_on()
    {
        const int Events = 1_400;
        foreach (var batch in Enumerable.Range(1, Events).Chunk(100))
        {
            await _storage
                .Table(TableNames.Listing)
                .SubmitTransactionAsync(
                    batch.Select(version => new TableTransactionAction(
                        TableTransactionActionType.Add,
                        FeedWriter.NewestRow(
                            Order,
                            Event(version) with
                            {
                                OccurredAt = Samples.Noon.AddSeconds(version),
                                Type = version == 1 ? "deposit.completed" : "deposit.pending",
                            }
                        )
                    ))
                );
        }

        var filter = All with { Type = "deposit.completed" };

        _probe.Start();
        var first = await _feed.ReadNewestAsync("shop", filter, null, 20, default);
        Assert.Equal(5, _probe.Calls.Count);
        var second = await _feed.ReadNewestAsync("shop", filter, first.Next, 20, default);

        Assert.Empty(first.Items);
        Assert.Equal([1], second.Items.Select(stored => stored.Version));
        Assert.Null(second.Next);
    }

    private static StoredEvent Event(int version) => new(OrderId, version, "deposit.pending", "{}", "callback/1", Samples.Noon);

    private Task AppendAsync(int version) => _writer.AppendAsync(Order, Event(version), default);

    private async Task<List<int>> VersionsAsync(string? after, int limit) =>
        [.. (await _feed.ReadAsync("shop", after, limit, default)).Items.Select(stored => stored.Version)];
}
