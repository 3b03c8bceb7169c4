using System.Diagnostics.Metrics;
using Azure.Data.Tables;
using PaymentHub.Storage;
using PaymentHub.Tests.Telemetry;
using static PaymentHub.Tests.Merchants.DirectoryWorld;

namespace PaymentHub.Tests.Merchants;

/// <summary>What one instance of the app changes in the directory, the others see.</summary>
public sealed class DirectoryRefreshTests : DirectoryRefreshBench
{
    [Fact]
    public async Task Another_instance_sees_a_change_after_fifteen_seconds()
    {
        await using var world = await CreateAsync();
        var (first, second) = (world.Start(), world.Start());
        await first.CreateShopAsync();
        await second.Refresh.EnsureFreshAsync(default);
        Done(await first.Merchants.SetDisabledAsync(Edit(), true, default));

        await second.Refresh.EnsureFreshAsync(default);
        Assert.False(second.Directory.FindAccount("shop_pay")!.Disabled);

        world.Clock.Advance(Quarter);
        await second.Refresh.EnsureFreshAsync(default);
        Assert.True(second.Directory.FindAccount("shop_pay")!.Disabled);
    }

    [Fact]
    public async Task Instances_that_have_heard_of_the_same_changes_tell_the_same_version()
    {
        await using var world = await CreateAsync();
        var (first, second) = (world.Start(), world.Start());
        await first.CreateShopAsync();
        await second.Refresh.RefreshAsync(default);
        Done(await first.Merchants.SetDisabledAsync(Edit(), true, default));

        Assert.Equal<(double?, double?)>((5, 4), (Version(first), Version(second)));

        await second.Refresh.RefreshAsync(default);
        Assert.Equal<(double?, double?)>((5, 5), (Version(first), Version(second)));

        static double? Version(Instance instance) => Gauges.Read(instance.Get<IMeterFactory>(), "paymenthub.directory.version");
    }

    [Fact]
    public async Task A_revoked_key_is_refused_by_every_instance_after_fifteen_seconds()
    {
        await using var world = await CreateAsync();
        var (first, second) = (world.Start(), world.Start());
        var key = await first.CreateShopAsync();
        Assert.Equal("shop", (await second.CallAsync(key))?.Merchant.Id);
        var id = (await second.CallAsync(key))!.Key.Id;

        Done(await first.Keys.RevokeAsync(Edit(), id, default));

        Assert.Null(await first.CallAsync(key));
        world.Clock.Advance(Quarter);
        await second.Refresh.EnsureFreshAsync(default);
        Assert.Null(await second.CallAsync(key));
    }

    [Fact]
    public async Task What_is_not_known_is_looked_for_at_once_and_then_only_once_a_second()
    {
        await using var world = await CreateAsync();
        var (first, second) = (world.Start(), world.Start());
        await second.Refresh.RefreshAsync(default);
        var key = await first.CreateShopAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull(await second.CallAsync(key));

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        second.Probe.Start();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => second.CallAsync($"guess-{number}")));
        // Now, and for those who came meanwhile once more after a second.
        Assert.InRange(second.Probe.Calls.Count, 1, 2);
    }

    [Fact]
    public async Task Looking_for_changes_costs_one_operation_when_there_are_none_and_one_for_each_merchant_that_has_some()
    {
        await using var world = await CreateAsync();
        var (first, second) = (world.Start(), world.Start());
        foreach (var merchant in (string[])["one", "two", "three"])
            await first.CreateShopAsync(merchant);
        await second.Refresh.RefreshAsync(default);

        second.Probe.Start();
        await second.Refresh.RefreshAsync(default);
        Assert.Single(second.Probe.Calls);

        Done(await first.Merchants.SetDisabledAsync(Edit(merchant: "two"), true, default));
        second.Probe.Start();
        await second.Refresh.RefreshAsync(default);
        Assert.Equal(2, second.Probe.Calls.Count);
    }

    [Fact]
    public async Task What_has_not_changed_is_not_opened_again()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();
        var (account, endpoint) = (instance.Directory.FindAccount("shop_pay")!, Assert.Single(instance.Directory.EndpointsOf("shop")));

        Done(await instance.Endpoints.ReplaceAsync(Edit("*"), "main", Endpoint("main", "https://shop.example/other"), default));

        Assert.Same(account.Provider, instance.Directory.FindAccount("shop_pay")!.Provider);
        Assert.NotEqual(endpoint.Url, Assert.Single(instance.Directory.EndpointsOf("shop")).Url);
    }

    [Fact]
    public async Task A_version_that_was_announced_and_came_late_is_seen()
    {
        await using var world = await CreateAsync();
        var (first, second) = (world.Start(), world.Start());
        await first.CreateShopAsync();
        var index = (await world.RowsAsync(Keys.MerchantIndex))[0];
        index["Version"] = index.GetInt32("Version") + 1;
        index["At"] = world.Clock.GetUtcNow();
        await world.Table.UpdateEntityAsync(index, index.ETag, TableUpdateMode.Replace);
        await second.Refresh.RefreshAsync(default);

        await SpoilAsync(world, "shop", "merchant", row => row["Disabled"] = true, announce: false);
        await second.Refresh.RefreshAsync(default);

        Assert.True(second.Directory.FindAccount("shop_pay")!.Disabled);
        // Nothing more can come of it.
        second.Probe.Start();
        await second.Refresh.RefreshAsync(default);
        Assert.Single(second.Probe.Calls);
    }
}
