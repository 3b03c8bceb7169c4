using Azure.Core;
using Microsoft.Extensions.Configuration;
using PaymentHub.Orders;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Listings;

/// <summary>Pages of orders: what is on them, and what they cost.</summary>
public sealed class OrderIndexTests : OrderIndexBench
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task All_pages_together_are_all_orders_newest_first(int limit)
    {
        var orders = await WriteAsync([.. Enumerable.Range(0, 9).Select(i => Sample(i, Samples.Noon.AddHours(-9 * i)))]);

        var pages = await WalkAsync("shop", All, limit);

        Assert.Equal(orders.Select(order => order.Id), pages.SelectMany(page => page.Items).Select(order => order.Id));
        Assert.Equal((9 + limit - 1) / limit, pages.Count);
    }

    [Fact]
    public async Task Orders_of_the_same_moment_are_all_shown()
    {
        await WriteAsync([.. Enumerable.Range(0, 5).Select(i => Sample(i, Samples.Noon))]);

        var pages = await WalkAsync("shop", All, 2);

        Assert.Equal([2, 2, 1], pages.Select(page => page.Items.Count));
        Assert.Equal(5, pages.SelectMany(page => page.Items).Select(order => order.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_merchant_sees_its_own_and_of_the_kind_that_it_asks_for()
    {
        await WriteAsync(Sample(1, Samples.Noon), Sample(2, Samples.Noon) with { MerchantId = "market" });
        await WriteAsync(Samples.Withdrawal);

        Assert.Equal(["dep_00000000000000000000000001"], await IdsAsync("shop", All));
        Assert.Equal(["dep_00000000000000000000000002"], await IdsAsync("market", All));
        Assert.Equal([Samples.Withdrawal.Id], await IdsAsync("shop", All with { Kind = OrderKind.Withdrawal }));
        Assert.Equal(["dep_00000000000000000000000001"], await IdsAsync("shop", All with { CustomerId = "u-1" }));
        Assert.Equal([Samples.Withdrawal.Id], await IdsAsync("shop", All with { Kind = OrderKind.Withdrawal, CustomerId = "u-1" }));
        Assert.Empty(await IdsAsync("nobody", All));
    }

    [Fact]
    public async Task Filters_show_what_they_say()
    {
        await WriteAsync(
            Sample(1, Samples.Noon) with
            {
                Status = OrderStatus.Failed,
            },
            Sample(2, Samples.Noon.AddDays(-1)) with
            {
                AccountId = "other",
            },
            Sample(3, Samples.Noon.AddDays(-2)) with
            {
                CustomerId = "u-2",
            }
        );

        Assert.Equal([1], await NumbersAsync(All with { Statuses = [OrderStatus.Failed] }));
        Assert.Equal([1, 2, 3], await NumbersAsync(All with { Statuses = [OrderStatus.AwaitingPayment, OrderStatus.Failed] }));
        Assert.Equal([2], await NumbersAsync(All with { AccountId = "other" }));
        Assert.Equal([3], await NumbersAsync(All with { CustomerId = "u-2" }));
        Assert.Equal([1, 2], await NumbersAsync(All with { CustomerId = "u-1" }));
        Assert.Empty(await NumbersAsync(All with { CustomerId = "u-2", Statuses = [OrderStatus.Failed] }));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("u-1")]
    public async Task From_is_inside_and_to_is_outside(string? customer)
    {
        var (first, second, third) = (Samples.Noon.AddDays(-1), Samples.Noon.AddTicks(-1), Samples.Noon);
        await WriteAsync(Sample(1, first), Sample(2, second), Sample(3, third));
        var all = All with { CustomerId = customer };

        Assert.Equal([3, 2, 1], await NumbersAsync(all with { From = first }));
        Assert.Equal([3, 2], await NumbersAsync(all with { From = first.AddTicks(1) }));
        Assert.Equal([2, 1], await NumbersAsync(all with { To = third }));
        Assert.Equal([3, 2, 1], await NumbersAsync(all with { To = third.AddTicks(1) }));
        Assert.Equal([2], await NumbersAsync(all with { From = second, To = third }));
        Assert.Empty(await NumbersAsync(all with { From = third.AddDays(1) }));
        Assert.Empty(await NumbersAsync(all with { To = first }));
    }

    [Fact]
    public async Task An_older_state_never_replaces_a_newer_one_and_a_later_change_of_the_same_version_does()
    {
        var order = Sample(1, Samples.Noon) with { Version = 1, Status = OrderStatus.Pending };
        await WriteAsync(order);

        await WriteAsync(order with { Version = 0, Status = OrderStatus.AwaitingPayment, UpdatedAt = Samples.Noon.AddHours(1) });
        Assert.Equal(OrderStatus.Pending, Assert.Single((await _index.ReadAsync("shop", All, null, 20, default)).Items).Status);
        await WriteAsync(order with { PaymentUrl = "https://pay.example/1", UpdatedAt = Samples.Noon.AddMinutes(1) });
        await WriteAsync(order with { PaymentUrl = null });
        Assert.Equal("https://pay.example/1", Assert.Single((await _index.ReadAsync("shop", All, null, 20, default)).Items).PaymentUrl);
        await WriteAsync(order with { Version = 2, Status = OrderStatus.Completed });

        Assert.Equal(OrderStatus.Completed, Assert.Single((await _index.ReadAsync("shop", All, null, 20, default)).Items).Status);
    }
}
