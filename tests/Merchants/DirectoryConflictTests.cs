using PaymentHub.Merchants;
using PaymentHub.Tests.Support;
using static PaymentHub.Tests.Merchants.DirectoryWorld;

namespace PaymentHub.Tests.Merchants;

/// <summary>Changes of the directory that meet, come twice, or whose answer is lost.</summary>
public sealed class DirectoryConflictTests : DirectoryEditorBench
{
    [Fact]
    public async Task A_name_that_is_another_s_is_refused()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();
        await instance.CreateShopAsync("market");

        var id = Refused(await instance.Accounts.CreateAsync(Edit(merchant: "market"), Account("shop_pay", apiKey: "another"), default));
        var identity = Refused(
            await instance.Accounts.CreateAsync(Edit(merchant: "market"), Account("market_second", apiKey: "key-of-shop_pay"), default)
        );
        var dry = Refused(
            await instance.Accounts.CreateAsync(Edit(merchant: "market", dryRun: true), Account("shop_pay", apiKey: "another"), default)
        );

        Assert.Equal(("in_use", "id"), (id.Code, Assert.Single(id.Errors).Field));
        Assert.Equal(("in_use", "settings"), (identity.Code, Assert.Single(identity.Errors).Field));
        Assert.Equal("in_use", dry.Code);
        Assert.Equal("already_exists", Refused(await instance.Merchants.CreateAsync(Edit(), new MerchantDocument("shop", null, null), default)).Code);
        Assert.Equal("already_exists", Refused(await instance.Endpoints.CreateAsync(Edit(), Endpoint("main"), default)).Code);
    }

    [Fact]
    public async Task A_name_that_its_taker_never_used_is_free_after_a_while()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();
        await instance.CreateShopAsync("market");
        Assert.True(await instance.Get<ClaimIndex>().TryTakeAsync(new Claim("account", "wanted", "shop", "account|wanted"), only: false, default));

        Assert.Equal("in_use", Refused(await instance.Accounts.CreateAsync(Edit(merchant: "market"), Account("wanted"), default)).Code);
        world.Clock.Advance(DirectoryStore.Announced);
        Done(await instance.Accounts.CreateAsync(Edit(merchant: "market"), Account("wanted"), default));
        world.Clock.Advance(DirectoryStore.Announced);
        Assert.Equal("in_use", Refused(await instance.Accounts.CreateAsync(Edit(), Account("wanted", apiKey: "y"), default)).Code);
    }

    [Fact]
    public async Task Of_two_operators_who_saw_the_same_version_the_second_is_told_that_it_has_changed()
    {
        await using var world = await CreateAsync();
        var (first, second) = (world.Start(), world.Start());
        await first.CreateShopAsync();
        var seen = $"\"{Done(await first.Merchants.FindAsync("shop", default)).Find(PartKind.Endpoint, "main")!.Version}\"";

        var answers = await Task.WhenAll(
            first.Endpoints.ReplaceAsync(Edit(seen), "main", Endpoint("main", "https://shop.example/a"), default),
            second.Endpoints.ReplaceAsync(Edit(seen), "main", Endpoint("main", "https://shop.example/b"), default)
        );

        Assert.Single(answers, answer => answer is Result<DirectoryEdit>.Success);
        Assert.Equal(
            (412, "precondition_failed"),
            answers.OfType<Result<DirectoryEdit>.Failure>().Select(answer => (answer.Problem.Status, answer.Problem.Code)).Single()
        );
        Assert.Equal(428, Refused(await first.Endpoints.ReplaceAsync(Edit(), "main", Endpoint("main"), default)).Status);
    }

    [Fact]
    public async Task Changes_of_different_parts_of_a_merchant_do_not_meet()
    {
        await using var world = await CreateAsync();
        var (first, second) = (world.Start(), world.Start());
        await first.CreateShopAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(number => (number % 2 == 0 ? first : second).Endpoints.CreateAsync(Edit(), Endpoint($"e{number}"), default))
        );

        // Whoever loses again and again is told to come again.
        Assert.All(answers, answer => Assert.True(answer is Result<DirectoryEdit>.Success || Refused(answer).Code == "in_progress"));
        var created = answers.OfType<Result<DirectoryEdit>.Success>().ToList();
        Assert.InRange(created.Count, 2, 6);
        Assert.Equal(created.Count + 1, Done(await first.Merchants.FindAsync("shop", default)).Of(PartKind.Endpoint).Count());
        Assert.Equal(created.Count, created.Select(answer => answer.Value.After.Version).Distinct().Count());
    }

    [Fact]
    public async Task Asking_again_for_what_is_there_already_changes_nothing_whatever_version_was_seen()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();
        var wanted = Endpoint("main", "https://shop.example/a");
        var done = Done(await instance.Endpoints.ReplaceAsync(Edit("\"3\""), "main", wanted, default));

        var again = Done(await instance.Endpoints.ReplaceAsync(Edit("\"3\""), "main", wanted, default));

        Assert.True(again.IsSame);
        Assert.Equal(done.After.Version, Done(await instance.Merchants.FindAsync("shop", default)).Version);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_known_by_its_row_and_not_made_twice()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();
        var version = Done(await instance.Merchants.FindAsync("shop", default)).Version;
        instance.Probe.Start(call => call.Name == "merchants: transaction" ? StorageFault.LoseAnswer : StorageFault.None);

        var made = Done(await instance.Keys.CreateAsync(Edit(), Key("second", "read"), default));

        Assert.True(instance.Probe.Struck.IsCompleted);
        Assert.NotNull(await instance.CallAsync(made.Secret!));
        Assert.Equal(version + 1, Done(await instance.Merchants.FindAsync("shop", default)).Version);
        Assert.Equal(2, Done(await instance.Merchants.FindAsync("shop", default)).Of(PartKind.ApiKey).Count());
    }
}
