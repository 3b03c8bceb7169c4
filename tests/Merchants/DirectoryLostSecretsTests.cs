using PaymentHub.Merchants;
using static PaymentHub.Tests.Merchants.DirectoryWorld;

namespace PaymentHub.Tests.Merchants;

/// <summary>An account whose row cannot be opened: an instance that starts then still knows which callbacks are its.</summary>
public sealed class DirectoryLostSecretsTests : DirectoryRefreshBench
{
    [Theory]
    [InlineData("Sealed", true)]
    [InlineData("Values", false)]
    [InlineData("Ends", false)]
    public async Task Its_callbacks_are_known_by_their_hash_and_nobody_else_s_are(string field, bool kept)
    {
        await using var world = await CreateAsync();
        var id = await ShopsAsync(world);
        await SpoilAsync(world, "shop", "account|shop_pay", row => row[field] = "spoilt");

        var fresh = world.Start();
        await fresh.Refresh.RefreshAsync(default);

        Assert.Null(fresh.Directory.FindByCallbackId(id));
        var broken = Assert.Single(fresh.Directory.FindBroken(id));
        Assert.Equal(("shop_pay", "shop", "shop_pay"), (broken.Id, broken.MerchantId, broken.KeptFor));
        Assert.StartsWith("PaymentHub: account 'shop_pay' of merchant 'shop' cannot be", Assert.Single(broken.Mistakes), StringComparison.Ordinal);
        Assert.Equal(kept, broken.CallbackHeaders is not null);
        Assert.Empty(fresh.Directory.FindBroken(PartEdits.NewCallbackId()));
        Assert.NotNull(fresh.Directory.FindAccount("other_pay"));
        Assert.NotNull(fresh.Directory.FindMerchant("shop"));
    }

    [Fact]
    public async Task A_callback_id_stands_nowhere_in_the_table_as_it_is()
    {
        await using var world = await CreateAsync();
        var id = await ShopsAsync(world);

        var all = await world.Table.QueryAsync<Azure.Data.Tables.TableEntity>().ToListAsync();

        Assert.DoesNotContain(id, string.Concat(all.SelectMany(row => row.Keys.Select(name => $"{row[name]} "))), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task One_before_the_last_is_known_until_its_end()
    {
        await using var world = await CreateAsync();
        var old = await ShopsAsync(world);
        var made = Done(
            await world.Start().Accounts.RotateCallbackIdAsync(Edit("*"), "shop_pay", new RotationDocument(null, "01:00:00", null), default)
        );
        var id = made.Secret!.Split('/')[^1];
        await SpoilAsync(world, "shop", "account|shop_pay", row => row["Sealed"] = "spoilt");

        var first = world.Start();
        await first.Refresh.RefreshAsync(default);
        world.Clock.Advance(TimeSpan.FromHours(1));
        var second = world.Start();
        await second.Refresh.RefreshAsync(default);

        Assert.Equal((1, 1), (first.Directory.FindBroken(old).Count, first.Directory.FindBroken(id).Count));
        Assert.Equal((0, 1), (second.Directory.FindBroken(old).Count, second.Directory.FindBroken(id).Count));
    }

    [Fact]
    public async Task A_row_of_which_the_master_key_is_gone_is_one_of_these()
    {
        await using var world = await CreateAsync();
        var id = await ShopsAsync(world);
        var other = world.Start(("PaymentHub:MasterKeys:0", Convert.ToBase64String(new byte[32])));

        await other.Refresh.RefreshAsync(default);

        Assert.Equal("shop_pay", Assert.Single(other.Directory.FindBroken(id)).Id);
        // Nobody knows where its webhooks go or by which secret they are signed: it is out, and so are its accounts.
        Assert.All(other.Directory.Broken, merchant => Assert.True(merchant.IsOut));
    }

    [Fact]
    public async Task It_is_mended_with_all_its_secrets_and_gets_another_callback_url()
    {
        await using var world = await CreateAsync();
        var lost = await ShopsAsync(world);
        await SpoilAsync(world, "shop", "account|shop_pay", row => row["Sealed"] = "spoilt");
        var fresh = world.Start();

        var without = Refused(await fresh.Accounts.ReplaceAsync(Edit("*"), "shop_pay", Account("shop_pay", secret: null), default));
        var mended = Done(await fresh.Accounts.ReplaceAsync(Edit("*"), "shop_pay", Account("shop_pay"), default));

        Assert.Equal(["settings.api_secret"], without.Errors.Select(error => error.Field));
        var id = mended.Secret!.Split('/')[^1];
        Assert.NotEqual(lost, id);
        Assert.Equal("shop_pay", fresh.Directory.FindByCallbackId(id)!.Id);
        Assert.Empty(fresh.Directory.Broken);
        Assert.Empty(fresh.Directory.FindBroken(lost));
    }

    [Fact]
    public async Task A_merchant_that_stands_in_the_settings_too_has_its_callbacks_kept()
    {
        await using var world = await CreateAsync();
        var id = await ShopsAsync(world);
        var instance = world.Start(
            ("PaymentHub:Merchants:shop:ApiKeys:0:Sha256", new string('a', 64)),
            ("PaymentHub:Merchants:shop:ApiKeys:0:Owner", "x"),
            ("PaymentHub:Merchants:shop:ApiKeys:0:Roles", "read")
        );

        await instance.Refresh.RefreshAsync(default);

        Assert.Equal("shop_pay", Assert.Single(instance.Directory.FindBroken(id)).Id);
    }

    /// <summary>Two merchants with an account each; the callback id of the first one's.</summary>
    private static async Task<string> ShopsAsync(DirectoryWorld world)
    {
        var instance = world.Start();
        await instance.CreateShopAsync();
        await instance.CreateShopAsync("other");
        return Assert.Single(instance.Directory.FindAccount("shop_pay")!.CallbackIds);
    }
}
