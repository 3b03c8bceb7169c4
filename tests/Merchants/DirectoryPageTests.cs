using PaymentHub.Merchants;
using static PaymentHub.Tests.Merchants.DirectoryWorld;

namespace PaymentHub.Tests.Merchants;

/// <summary>How the payers of a merchant of the directory see its pages.</summary>
public sealed class DirectoryPageTests : DirectoryRefreshBench
{
    private static readonly PageDocument Look = new("The Shop", "https://shop.example/logo.svg", "#0B5CAD");

    [Fact]
    public async Task It_is_set_with_the_merchant_and_seen_by_every_instance_and_in_the_history()
    {
        await using var world = await CreateAsync();
        var (instance, other) = (world.Start(), world.Start());
        Done(await instance.Merchants.CreateAsync(Edit(), new MerchantDocument("shop", null, null) { Page = Look }, default));
        Done(
            await instance.Merchants.ReplaceAsync(
                Edit("\"1\""),
                new MerchantDocument(null, null, null) { Page = Look with { LogoUrl = null, AccentColor = "#333333" } },
                default
            )
        );

        await other.Refresh.RefreshAsync(default);

        Assert.Equal(new PageLook("The Shop", null, "#333333"), other.Directory.FindMerchant("shop")!.Page);
        var history = await instance.Get<DirectoryStore>().HistoryAsync("shop", int.MaxValue, 10, default);
        Assert.Equal(["page.accent_color", "page.logo_url"], history[0].Fields);
        Assert.Equal(["disabled", "name", "page.accent_color", "page.logo_url", "page.name"], history[1].Fields);
        // Disabling is nothing to it; leaving it out takes it away, and asking for what is there changes nothing.
        Done(await instance.Merchants.SetDisabledAsync(Edit(), true, default));
        Assert.Equal("The Shop", Done(await instance.Merchants.FindAsync("shop", default)).Page["Name"]);
        Done(await instance.Merchants.ReplaceAsync(Edit("\"3\""), new MerchantDocument(null, null, true), default));
        Assert.True(Done(await instance.Merchants.ReplaceAsync(Edit("\"3\""), new MerchantDocument(null, null, true), default)).IsSame);
        Assert.Equal(PageLook.Plain, instance.Directory.FindMerchant("shop")!.Page);
    }

    [Fact]
    public async Task Every_mistake_in_it_is_told_by_its_field_and_nothing_is_written()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        var page = new PageDocument(new string('x', 41), "http://shop.example/logo.svg", "#ffff00");

        var problem = Refused(await instance.Merchants.CreateAsync(Edit(), new MerchantDocument("shop", null, null) { Page = page }, default));

        Assert.Equal(["page.accent_color", "page.logo_url", "page.name"], problem.Errors.Select(error => error.Field).Order(StringComparer.Ordinal));
        Assert.Equal(404, Refused(await instance.Merchants.FindAsync("shop", default)).Status);
    }

    [Fact]
    public async Task What_cannot_be_read_of_it_leaves_the_pages_plain_and_the_merchant_served()
    {
        await using var world = await CreateAsync();
        var key = await world.Start().CreateShopAsync();
        await SpoilAsync(world, "shop", "merchant", row => row["Page"] = """{"AccentColor":"url(x)"}""");
        var instance = world.Start();

        Assert.NotNull(await instance.CallAsync(key));

        Assert.Equal(PageLook.Plain, instance.Directory.FindMerchant("shop")!.Page);
        Assert.NotNull(instance.Directory.FindAccount("shop_pay"));
    }
}
