using System.Security.Cryptography;
using PaymentHub.Merchants;
using PaymentHub.Storage;
using static PaymentHub.Tests.Merchants.DirectoryWorld;

namespace PaymentHub.Tests.Merchants;

/// <summary>A master key is changed while the hub runs, and nothing is lost wherever that stops.</summary>
public sealed class DirectoryReencryptionTests
{
    private readonly string _fresh = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public async Task Half_done_both_keys_are_needed_and_done_only_the_new_one()
    {
        await using var world = await CreateAsync();
        var old = world.Start();
        await old.Refresh.StartAsync(default);
        var key = await old.CreateShopAsync();
        await old.CreateShopAsync("market");
        var both = world.Start(("PaymentHub:MasterKeys:0", _fresh), ("PaymentHub:MasterKeys:1", world.MasterKey));
        await both.Refresh.StartAsync(default);
        Done(await both.Endpoints.ReplaceAsync(Edit("*"), "main", Endpoint("main", "https://shop.example/new"), default));

        // Who has only one of them: what it cannot open stays as it was, and whoever begins anew is told why it does not begin.
        world.Clock.Advance(DirectoryRefresh.TooOld);
        await old.Refresh.EnsureFreshAsync(default);
        Assert.Equal("https://shop.example/hooks", Assert.Single(old.Directory.EndpointsOf("shop")).Url.AbsoluteUri);
        Assert.NotNull(await old.CallAsync(key));
        Assert.NotNull(old.Directory.FindAccount("market_pay"));
        await Assert.ThrowsAsync<InvalidSettingsException>(() => world.Start(("PaymentHub:MasterKeys:0", _fresh)).Refresh.StartAsync(default));

        var versions = Done(await both.Merchants.FindAsync("shop", default)).Parts.Select(part => (part.Key, part.Version)).ToHashSet();
        var step = Done(await both.Get<DirectoryReencryption>().StepAsync(By, [], default));

        Assert.Equal((3, true, 0, null), (step.Resealed, step.Finished, step.Left.Count, step.NextCursor));
        Assert.Equal(versions, Done(await both.Merchants.FindAsync("shop", default)).Parts.Select(part => (part.Key, part.Version)).ToHashSet());
        var only = world.Start(("PaymentHub:MasterKeys:0", _fresh));
        await only.Refresh.StartAsync(default);
        Assert.Equal("https://shop.example/new", Assert.Single(only.Directory.EndpointsOf("shop")).Url.AbsoluteUri);
        Assert.NotNull(only.Directory.FindAccount("shop_pay"));
        Assert.Empty(only.Directory.Broken);
        await Assert.ThrowsAsync<InvalidSettingsException>(() => world.Start().Refresh.StartAsync(default));
    }

    [Fact]
    public async Task Asking_again_does_nothing_more()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();
        var version = Done(await instance.Merchants.FindAsync("shop", default)).Version;

        var step = Done(await instance.Get<DirectoryReencryption>().StepAsync(By, [], default));

        Assert.Equal((0, true), (step.Resealed, step.Finished));
        Assert.Equal(version, Done(await instance.Merchants.FindAsync("shop", default)).Version);
    }

    [Fact]
    public async Task What_cannot_be_opened_is_named_and_keeps_the_old_key_needed()
    {
        await using var world = await CreateAsync();
        var old = world.Start();
        await old.Refresh.StartAsync(default);
        await old.CreateShopAsync();
        var row = (await world.Table.GetEntityAsync<Azure.Data.Tables.TableEntity>("shop", "account|shop_pay")).Value;
        row["Sealed"] = row.GetString("Sealed")[..^4] + "AAAA";
        await world.Table.UpdateEntityAsync(row, row.ETag, Azure.Data.Tables.TableUpdateMode.Replace);
        var both = world.Start(("PaymentHub:MasterKeys:0", _fresh), ("PaymentHub:MasterKeys:1", world.MasterKey));

        var step = Done(await both.Get<DirectoryReencryption>().StepAsync(By, [], default));

        Assert.Equal((1, false), (step.Resealed, step.Finished));
        Assert.Equal(["shop|account|shop_pay"], step.Left);
        Assert.Single(await world.RowsAsync(Keys.MasterKey));
        await Assert.ThrowsAsync<InvalidSettingsException>(() => world.Start(("PaymentHub:MasterKeys:0", _fresh)).Refresh.StartAsync(default));
    }
}
