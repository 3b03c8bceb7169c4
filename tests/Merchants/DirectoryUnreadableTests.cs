using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Storage;
using static PaymentHub.Tests.Merchants.DirectoryWorld;

namespace PaymentHub.Tests.Merchants;

/// <summary>What becomes of a merchant whose own row in the directory cannot be read: it is told, and nothing of it is lost.</summary>
public sealed class DirectoryUnreadableTests
{
    private const string Mistake = "PaymentHub: merchant 'shop' is not known: its own row in the directory";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_instance_that_starts_tells_of_the_merchant_and_knows_its_callbacks_and_the_others(bool gone)
    {
        await using var world = await CreateAsync();
        var first = world.Start();
        var key = await first.CreateShopAsync();
        await first.CreateShopAsync("other");
        var callbackId = first.Directory.FindAccount("shop_pay")!.CallbackIds[0];
        await BreakAsync(world, gone);

        var second = world.Start();
        await second.Refresh.RefreshAsync(default);

        var broken = Assert.Single(second.Directory.Broken);
        Assert.Equal(("shop", true), (broken.Id, broken.IsOut));
        Assert.StartsWith(Mistake, Assert.Single(broken.AllMistakes), StringComparison.Ordinal);
        Assert.Equal("shop_pay", Assert.Single(second.Directory.FindBroken(callbackId)).Id);
        Assert.Null(await second.CallAsync(key));
        Assert.NotNull(second.Directory.FindMerchant("other"));
    }

    [Fact]
    public async Task An_instance_that_runs_serves_it_as_it_was_and_tells_of_it()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        var key = await instance.CreateShopAsync();
        await BreakAsync(world, gone: false);
        var index = (await world.Table.GetEntityAsync<TableEntity>(Keys.MerchantIndex, "shop")).Value;
        await world.Table.UpdateEntityAsync(index, index.ETag, TableUpdateMode.Replace);

        await instance.Refresh.RefreshAsync(default);

        var broken = Assert.Single(instance.Directory.Broken);
        Assert.False(broken.IsOut);
        Assert.StartsWith(Mistake, Assert.Single(broken.AllMistakes), StringComparison.Ordinal);
        Assert.NotNull(await instance.CallAsync(key));
        Assert.NotNull(instance.Directory.FindAccount("shop_pay"));
    }

    [Fact]
    public async Task A_row_that_was_mended_by_hand_is_seen_though_nobody_announces_it()
    {
        await using var world = await CreateAsync();
        var first = world.Start();
        var key = await first.CreateShopAsync();
        var row = await BreakAsync(world, gone: true);
        var second = world.Start();
        await second.Refresh.RefreshAsync(default);
        world.Clock.Advance(TimeSpan.FromHours(1));
        await second.Refresh.RefreshAsync(default);

        await world.Table.AddEntityAsync(row);
        await second.Refresh.RefreshAsync(default);

        Assert.Empty(second.Directory.Broken);
        Assert.NotNull(await second.CallAsync(key));
    }

    [Fact]
    public async Task Its_names_are_nobody_elses_and_nothing_of_it_is_changed()
    {
        await using var world = await CreateAsync();
        var first = world.Start();
        await first.CreateShopAsync();
        await first.CreateShopAsync("other");
        await BreakAsync(world, gone: true);
        // A claim whose taker may have died is looked into.
        world.Clock.Advance(TimeSpan.FromHours(1));
        var second = world.Start();

        var taken = await second.Accounts.CreateAsync(Edit(merchant: "other"), Account("shop_pay"), default);
        var changed = await second.Merchants.SetDisabledAsync(Edit(), true, default);
        var made = await second.Merchants.CreateAsync(Edit(), new MerchantDocument("shop", "The shop", null), default);

        Assert.Equal("in_use", Refused(taken).Code);
        Assert.Equal("not_found", Refused(changed).Code);
        Assert.Equal("in_progress", Refused(made).Code);
    }

    /// <summary>Takes the merchant's own row away, or its version.</summary>
    /// <returns>The row as it was.</returns>
    private static async Task<TableEntity> BreakAsync(DirectoryWorld world, bool gone)
    {
        var row = (await world.Table.GetEntityAsync<TableEntity>("shop", Keys.Merchant)).Value;
        if (gone)
            await world.Table.DeleteEntityAsync("shop", Keys.Merchant);
        else
            await world.Table.UpdateEntityAsync(new TableEntity(row) { ["Version"] = "seven" }, row.ETag, TableUpdateMode.Replace);
        return row;
    }
}
