using PaymentHub.Merchants;
using PaymentHub.Tests.Support;
using static PaymentHub.Tests.Merchants.DirectoryWorld;

namespace PaymentHub.Tests.Merchants;

/// <summary>A directory that cannot be read, in part or at all.</summary>
public sealed class DirectoryOutageTests : DirectoryRefreshBench
{
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
            "PaymentHub__MasterKeys__0 is not the master key that the directory is encrypted with",
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
        Assert.Empty(instance.Directory.Broken);
        Assert.Contains("The account 'shop_pay' stands only in the directory.", Assert.Single(instance.Directory.Current.Shadowed).Differences);
        Assert.Equal("managed_by_settings", Refused(await instance.Merchants.SetDisabledAsync(Edit(), true, default)).Code);
    }
}
