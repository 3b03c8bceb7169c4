using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using static PaymentHub.Tests.Merchants.DirectoryWorld;

namespace PaymentHub.Tests.Merchants;

/// <summary>What one instance of the app changes in the directory, the others see.</summary>
public sealed class DirectoryRefreshTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromSeconds(15);

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
    public async Task A_row_that_cannot_be_read_leaves_what_it_says_as_it_was_and_is_told()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        var key = await instance.CreateShopAsync();
        await instance.CreateShopAsync("other");
        await SpoilAsync(world, "shop", "account|shop_pay", row => row["Values"] = "{");

        await instance.Refresh.RefreshAsync(default);

        Assert.NotNull(instance.Directory.FindAccount("shop_pay"));
        Assert.NotNull(await instance.CallAsync(key));
        var broken = Assert.Single(instance.Directory.Broken);
        Assert.Equal(("shop", false), (broken.Id, broken.IsOut));
        Assert.Contains("account 'shop_pay' of merchant 'shop' cannot be read", string.Concat(broken.AllMistakes), StringComparison.Ordinal);
        Assert.Contains(world.Log.Lines, line => line.Contains("Merchant shop has mistakes in the directory", StringComparison.Ordinal));

        // An instance that never saw it right serves everything else.
        var fresh = world.Start();
        await fresh.Refresh.RefreshAsync(default);
        Assert.Null(fresh.Directory.FindAccount("shop_pay"));
        Assert.NotNull(fresh.Directory.FindAccount("other_pay"));
        Assert.NotNull(await fresh.CallAsync(key));
    }

    [Fact]
    public async Task A_document_that_breaks_the_rules_leaves_its_merchant_as_it_was_but_for_keys_that_are_gone()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        var kept = await instance.CreateShopAsync();
        var revoked = Done(await instance.Keys.CreateAsync(Edit(), Key("second", "read"), default));
        await world.Table.DeleteEntityAsync("shop", revoked.Part!.Key);
        await SpoilAsync(world, "shop", "endpoint|main", row => row["Values"] = """{"Url":"http://10.0.0.1"}""");

        await instance.Refresh.RefreshAsync(default);

        Assert.Equal("https://shop.example/hooks", Assert.Single(instance.Directory.EndpointsOf("shop")).Url.AbsoluteUri);
        Assert.NotNull(await instance.CallAsync(kept));
        Assert.Null(await instance.CallAsync(revoked.Secret!));
        Assert.NotNull(instance.Directory.FindAccount("shop_pay"));
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

    [Fact]
    public async Task While_it_cannot_be_read_the_directory_stays_and_its_keys_are_believed_for_a_minute()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        var key = await instance.CreateShopAsync();
        instance.Probe.Start(_ => StorageFault.DieBefore);
        world.Clock.Advance(Quarter);

        await instance.Refresh.EnsureFreshAsync(default);

        Assert.NotNull(instance.Directory.FindAccount("shop_pay"));
        Assert.NotNull(await instance.CallAsync(key));
        world.Clock.Advance(DirectoryRefresh.Unbelievable);
        await Assert.ThrowsAsync<TimeoutException>(() => instance.CallAsync(key));
        Assert.Contains(world.Log.Lines, line => line.Contains("The directory could not be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_master_key_the_table_is_left_alone()
    {
        await using var world = await CreateAsync();
        var instance = world.Start(
            ("PaymentHub:MasterKeys:0", null),
            ("PaymentHub:Merchants:own:ApiKeys:0:Sha256", new string('a', 64)),
            ("PaymentHub:Merchants:own:ApiKeys:0:Owner", "x"),
            ("PaymentHub:Merchants:own:ApiKeys:0:Roles", "read")
        );
        instance.Probe.Start();

        await instance.Refresh.EnsureFreshAsync(default);
        Assert.Null(await instance.CallAsync("nobody's"));
        Assert.Equal("no_master_key", Refused(await instance.Merchants.CreateAsync(Edit(), new MerchantDocument("shop", null, null), default)).Code);
        Assert.Empty(instance.Probe.Calls);
    }

    [Fact]
    public async Task A_wrong_or_missing_master_key_ends_the_start_with_one_sentence_that_names_no_key()
    {
        await using var world = await CreateAsync();
        await world.Start().Refresh.StartAsync(default);
        var other = Convert.ToBase64String(new byte[32]);

        var wrong = await Assert.ThrowsAsync<InvalidSettingsException>(() =>
            world.Start(("PaymentHub:MasterKeys:0", other)).Refresh.StartAsync(default)
        );
        var missing = await Assert.ThrowsAsync<InvalidSettingsException>(() =>
            world
                .Start(
                    ("PaymentHub:MasterKeys:0", null),
                    ("PaymentHub:Merchants:own:ApiKeys:0:Sha256", new string('a', 64)),
                    ("PaymentHub:Merchants:own:ApiKeys:0:Owner", "x"),
                    ("PaymentHub:Merchants:own:ApiKeys:0:Roles", "read")
                )
                .Refresh.StartAsync(default)
        );

        Assert.StartsWith(
            "PaymentHub__MasterKeys__0 is not the master key that the directory is sealed with",
            Assert.Single(wrong.Mistakes),
            StringComparison.Ordinal
        );
        Assert.StartsWith("PaymentHub__MasterKeys__0 is missing", Assert.Single(missing.Mistakes), StringComparison.Ordinal);
        Assert.All((string[])[other, world.MasterKey], key => Assert.DoesNotContain(key, wrong.Message + missing.Message, StringComparison.Ordinal));
        await world.Start().Refresh.StartAsync(default);
    }

    [Fact]
    public async Task A_merchant_of_the_settings_counts_before_one_of_the_table()
    {
        await using var world = await CreateAsync();
        var key = await world.Start().CreateShopAsync();
        var instance = world.Start(
            ("PaymentHub:Merchants:shop:ApiKeys:0:Sha256", new string('a', 64)),
            ("PaymentHub:Merchants:shop:ApiKeys:0:Owner", "x"),
            ("PaymentHub:Merchants:shop:ApiKeys:0:Roles", "read")
        );

        await instance.Refresh.RefreshAsync(default);

        Assert.Null(await instance.CallAsync(key));
        Assert.Null(instance.Directory.FindAccount("shop_pay"));
        Assert.Contains("the settings count", Assert.Single(instance.Directory.Broken).AllMistakes[0], StringComparison.Ordinal);
        Assert.Equal("managed_by_settings", Refused(await instance.Merchants.SetDisabledAsync(Edit(), true, default)).Code);
    }

    private static async Task SpoilAsync(DirectoryWorld world, string merchant, string row, Action<TableEntity> change, bool announce = true)
    {
        var found = (await world.Table.GetEntityAsync<TableEntity>(merchant, row)).Value;
        change(found);
        await world.Table.UpdateEntityAsync(found, found.ETag, TableUpdateMode.Replace);
        var own = (await world.Table.GetEntityAsync<TableEntity>(merchant, Keys.Merchant)).Value;
        own["Version"] = own.GetInt32("Version") + 1;
        await world.Table.UpdateEntityAsync(own, own.ETag, TableUpdateMode.Replace);
        if (announce)
        {
            await world.Table.UpsertEntityAsync(
                new TableEntity(Keys.MerchantIndex, merchant) { ["Version"] = own.GetInt32("Version"), ["At"] = world.Clock.GetUtcNow() },
                TableUpdateMode.Replace
            );
        }
    }
}
