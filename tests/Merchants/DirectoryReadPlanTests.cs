using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Storage;
using static PaymentHub.Tests.Merchants.DirectoryWorld;

namespace PaymentHub.Tests.Merchants;

/// <summary>Merchants that stand beside each other are read together, where that is cheaper and nobody may be changing them.</summary>
public sealed class DirectoryReadPlanTests : DirectoryRefreshBench
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Past = Now - TimeSpan.FromHours(1);

    [Fact]
    public void Neighbours_are_read_together_a_hundred_at_once()
    {
        var index = Enumerable.Range(0, 250).Select(number => Entry($"m{number:000}")).Reverse().ToList();

        var plan = DirectoryReadPlan.Of(index, _ => true, Now);

        Assert.Equal([100, 100, 50], plan.Select(together => together.Count));
        Assert.Equal(index.Select(entry => entry.Id).Order(StringComparer.Ordinal), plan.SelectMany(together => together).Select(entry => entry.Id));
    }

    [Fact]
    public void What_is_not_wanted_is_not_passed()
    {
        Assert.Equal(["o p", "r"], Planned(entry => entry.Id != "q", Entry("o"), Entry("p"), Entry("q"), Entry("r")));
    }

    [Fact]
    public void Whoever_has_a_long_history_is_read_alone()
    {
        Assert.Equal(["o", "p", "q r"], Planned(_ => true, Entry("o"), Entry("p", version: 101), Entry("q"), Entry("r", version: 100)));
    }

    [Fact]
    public void Together_they_have_no_long_history_either()
    {
        var plan = DirectoryReadPlan.Of([.. Enumerable.Range(0, 40).Select(number => Entry($"m{number:00}", version: 90))], _ => true, Now);

        Assert.Equal([11, 11, 11, 7], plan.Select(together => together.Count));
    }

    [Fact]
    public void Whoever_may_be_changing_is_read_alone()
    {
        var changing = Now - DirectoryStore.Announced;

        Assert.Equal(["o", "p", "q r"], Planned(_ => true, Entry("o"), Entry("p", at: changing), Entry("q"), Entry("r")));
    }

    [Theory]
    [InlineData("claim", "clan")]
    [InlineData("index", "indigo")]
    [InlineData("master_key", "masters")]
    public void What_is_no_merchant_is_not_passed(string merchant, string next)
    {
        Assert.Equal([merchant, $"{next} {next}_2"], Planned(_ => true, Entry(merchant), Entry(next), Entry($"{next}_2")));
    }

    [Fact]
    public async Task What_was_read_among_others_while_it_changed_is_made_anew_when_its_change_is_seen()
    {
        await using var world = await CreateAsync();
        var (first, second) = (world.Start(), world.Start());
        await first.CreateShopAsync("one");
        await first.CreateShopAsync("two");
        world.Clock.Advance(DirectoryStore.Announced + TimeSpan.FromSeconds(1));
        // The new version's own row with an old one beside it.
        await SpoilAsync(world, "one", Keys.Merchant, _ => { }, announce: false);
        second.Probe.Start();
        await second.Refresh.RefreshAsync(default);
        Assert.Equal(2, second.Probe.Calls.Count);

        await world.Table.UpsertEntityAsync(new TableEntity("one", Keys.Merchant) { ["Disabled"] = true }, TableUpdateMode.Merge);
        await world.Table.UpsertEntityAsync(new TableEntity(Keys.MerchantIndex, "one") { ["Version"] = 5, ["At"] = world.Clock.GetUtcNow() });
        await second.Refresh.RefreshAsync(default);

        Assert.True(second.Directory.FindAccount("one_pay")!.Disabled);
        second.Probe.Start();
        await second.Refresh.RefreshAsync(default);
        Assert.Single(second.Probe.Calls);
    }

    [Theory]
    [InlineData("shop", "merchant", "Version", "Disabled", "CreatedAt", "Page")]
    [InlineData("shop", "account|shop_pay", "Version", "UpdatedAt", "Values", "Sealed", "Ends", "CallbackHashes")]
    [InlineData("shop", "api_key|key_1", "Version", "Values")]
    [InlineData(Keys.MerchantIndex, "shop", "Version", "At")]
    public async Task A_row_that_was_altered_is_nothing_to_other_merchants(string partition, string row, params string[] columns)
    {
        await using var world = await CreateAsync();
        var first = world.Start();
        await first.CreateShopAsync();
        await first.CreateShopAsync("other");
        Done(await first.Keys.CreateAsync(Edit(), Key("backend", "read") with { Id = "key_1" }, default));
        world.Clock.Advance(DirectoryStore.Announced + TimeSpan.FromSeconds(1));

        foreach (var column in columns)
        {
            foreach (var value in (object[])["spoilt", 3.5])
            {
                var found = (await world.Table.GetEntityAsync<TableEntity>(partition, row)).Value;
                var altered = new TableEntity(found) { [column] = value };
                await world.Table.UpsertEntityAsync(altered, TableUpdateMode.Replace);
                var fresh = world.Start();

                await fresh.Refresh.RefreshAsync(default);

                Assert.NotNull(fresh.Directory.FindAccount("other_pay"));
                Assert.NotNull(fresh.Directory.FindMerchant("other"));
                await world.Table.UpsertEntityAsync(found, TableUpdateMode.Replace);
            }
        }
    }

    private static IEnumerable<string> Planned(Func<IndexEntry, bool> wanted, params IndexEntry[] index) =>
        DirectoryReadPlan.Of(index, wanted, Now).Select(together => string.Join(' ', together.Select(entry => entry.Id)));

    private static IndexEntry Entry(string id, int version = 1, DateTimeOffset? at = null) => new(id, version, at ?? Past, "1");
}
