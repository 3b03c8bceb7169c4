using Azure.Core;
using Microsoft.Extensions.Configuration;
using PaymentHub.Orders;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Listings;

/// <summary>What a page of orders costs, however many there are.</summary>
public sealed class OrderIndexCostTests : OrderIndexBench
{
    /// <summary>An order of now and one of three years ago: the days between them have none, and cost nothing.</summary>
    [Fact]
    public async Task Empty_days_cost_nothing()
    {
        await WriteAsync(Sample(1, Samples.Noon), Sample(2, Samples.Noon.AddDays(-1_100)));

        _probe.Start();
        var page = await _index.ReadAsync("shop", All, null, 20, default);

        Assert.Equal([2], [page.Items.Count]);
        Assert.Null(page.Next);
        Assert.Equal(["listing: read", "listing: read", "listing: read"], _probe.Calls.Select(call => call.Name));
    }

    [Fact]
    public async Task A_request_reads_a_month_of_days_and_says_where_to_go_on()
    {
        await WriteAsync([.. Enumerable.Range(0, 40).Select(i => Sample(i, Samples.Noon.AddDays(-i)))]);

        _probe.Start();
        var first = await _index.ReadAsync("shop", All, null, 100, default);
        var reads = _probe.Calls.Count;
        var second = await _index.ReadAsync("shop", All, first.Next, 100, default);

        Assert.Equal((31, 9), (first.Items.Count, second.Items.Count));
        Assert.NotNull(first.Next);
        Assert.Null(second.Next);
        Assert.Equal(32, reads);
    }

    /// <summary>The only order that fits is the oldest of 2,500: each request looks at a thousand or so, and the walk gets there.</summary>
    [Fact]
    public async Task A_filter_that_leaves_nearly_all_out_is_bounded_and_gets_there()
    {
        await SeedAsync(2_500, day: Samples.Noon);
        await WriteAsync(Sample(9_999, Samples.Noon.AddHours(-6)) with { Status = OrderStatus.Failed });

        _probe.Start();
        var pages = await WalkAsync("shop", All with { Statuses = [OrderStatus.Failed] }, 20);

        Assert.Equal([9_999], pages.SelectMany(page => page.Items).Select(Number));
        Assert.Equal(3, pages.Count);
        Assert.True(_probe.Calls.Count <= 3 * 6, $"{_probe.Calls.Count} reads");
    }

    /// <summary>First, middle and last pages, of many sizes: with more orders than storage shows in one read as with 200. As many as
    /// PAYMENTHUB_ORDERS says, for instance 50,000; the emulator takes a while to keep so many.</summary>
    [Fact]
    public async Task Any_page_costs_the_same_with_more_orders_than_one_read_shows_as_with_200()
    {
        var all = int.TryParse(Environment.GetEnvironmentVariable("PAYMENTHUB_ORDERS"), out var wanted) ? wanted : 2_200;
        await SeedAsync(200, Samples.Noon);
        var few = await CostsAsync();

        await SeedAsync(all - 200, Samples.Noon.AddHours(-1));
        var many = await CostsAsync();

        Assert.Equal(few, many);
        Assert.All(many, reads => Assert.InRange(reads, 1, 2));

        async Task<List<int>> CostsAsync()
        {
            var costs = new List<int>();
            foreach (var limit in (int[])[1, 20, 99, 100])
            {
                // The first page, and the one behind it.
                string? after = null;
                for (var page = 0; page < 2; page++)
                {
                    _probe.Start();
                    after = (await _index.ReadAsync("shop", All, after, limit, default)).Next;
                    costs.Add(_probe.Calls.Count);
                }
            }

            return costs;
        }
    }

    /// <summary>With 20,000 where everything is run whole: the emulator takes minutes to keep so many.</summary>
    [Fact]
    public async Task The_first_page_costs_the_same_with_very_many_orders_as_with_200()
    {
        var all = Environment.GetEnvironmentVariable("PAYMENTHUB_MATRIX") == "whole" ? 20_000 : 2_000;
        await SeedAsync(200, Samples.Noon);
        _probe.Start();
        var few = await _index.ReadAsync("shop", All, null, 20, default);
        var readsOfFew = _probe.Calls.Count;

        await SeedAsync(all - 200, Samples.Noon.AddHours(-1));
        _probe.Start();
        var many = await _index.ReadAsync("shop", All, null, 20, default);

        Assert.Equal((20, 20), (few.Items.Count, many.Items.Count));
        Assert.Equal(few.Items.Select(order => order.Id), many.Items.Select(order => order.Id));
        Assert.Equal((2, 2), (readsOfFew, _probe.Calls.Count));
    }
}
