using PaymentHub.Merchants;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using static PaymentHub.Tests.Merchants.DirectoryWorld;

namespace PaymentHub.Tests.Merchants;

/// <summary>A merchant of the settings is prepared in the directory, which takes over when the settings go.</summary>
public sealed class DirectoryImportTests
{
    private const string Root = "PaymentHub:Merchants:shop";
    private const string CallbackId = "callback_id_0123456789_a";
    private const string OldCallbackId = "callback_id_0123456789_b";

    [Fact]
    public async Task It_is_what_the_settings_say_and_is_served_without_them_at_once()
    {
        await using var world = await CreateAsync();
        var before = await StartedAsync(world, Shop());

        Done(await before.Get<DirectoryImports>().ImportAsync(Edit(), default));

        var after = await StartedAsync(world, []);
        Assert.Equal("backend", (await before.CallAsync("key"))?.Key.Owner);
        Assert.False((await before.CallAsync("key"))!.Merchant.IsStored);
        Assert.True((await after.CallAsync("key"))!.Merchant.IsStored);
        foreach (var id in (string[])[CallbackId, OldCallbackId])
        {
            Assert.Equal("shop_pay", before.Directory.FindByCallbackId(id)?.Id);
            Assert.Equal("shop_pay", after.Directory.FindByCallbackId(id)?.Id);
        }

        var (old, now) = (before.Directory.FindAccount("shop_pay")!, after.Directory.FindAccount("shop_pay")!);
        Assert.Equal(
            (old.Provider.Identity, old.Confirm, old.OverdueAfter, old.Withdrawals.On),
            (now.Provider.Identity, now.Confirm, now.OverdueAfter, now.Withdrawals.On)
        );
        var (hook, same) = (Assert.Single(before.Directory.EndpointsOf("shop")), Assert.Single(after.Directory.EndpointsOf("shop")));
        Assert.Equal((hook.Id, hook.Url), (same.Id, same.Url));
        Assert.Equal(hook.Secrets[0].ToArray(), same.Secrets[0].ToArray());
        Assert.Equal("The shop", after.Directory.FindMerchant("shop")!.Page.Name);
        Assert.Empty(before.Directory.Broken);
        Assert.Empty(after.Directory.Broken);
        Assert.Empty(Assert.Single(before.Directory.Current.Shadowed).Differences);
        Assert.Empty(after.Directory.Current.Shadowed);
    }

    [Fact]
    public async Task Names_are_taken_however_they_are_written_in_settings_and_can_be_rotated_then()
    {
        await using var world = await CreateAsync();
        var settings = Shop().Select(one => (Root + one.Name[Root.Length..].ToLowerInvariant(), one.Value)).ToArray();
        var before = await StartedAsync(world, settings);
        Done(await before.Get<DirectoryImports>().ImportAsync(Edit(), default));
        var after = await StartedAsync(world, []);

        Done(await after.Accounts.RotateKeyAsync(Edit("*"), "shop_pay", new RotationDocument("next", null, null), default));

        var part = Done(await after.Merchants.FindAsync("shop", default)).Find(PartKind.Account, "shop_pay")!;
        Assert.Equal(("next", "api-secret", "pay_protocol"), (part["Settings:ApiSecret"], part["Settings:ApiSecretPrevious"], part["Provider"]));
        Assert.Equal("https://pay.example/api/mer", part["BaseUrl"]);
        Assert.NotNull(await after.CallAsync("key"));
    }

    [Fact]
    public async Task While_the_settings_have_it_they_count_and_nothing_else_changes_it()
    {
        await using var world = await CreateAsync();
        var instance = await StartedAsync(world, Shop());
        Done(await instance.Get<DirectoryImports>().ImportAsync(Edit(), default));

        foreach (
            var refused in (Problem[])
                [
                    Refused(await instance.Merchants.SetDisabledAsync(Edit(), true, default)),
                    Refused(await instance.Accounts.ReplaceAsync(Edit("*"), "shop_pay", Account("shop_pay"), default)),
                    Refused(await instance.Endpoints.CreateAsync(Edit(), Endpoint("second"), default)),
                    Refused(await instance.Keys.CreateAsync(Edit(), Key("x", "read"), default)),
                    Refused(await instance.Merchants.FindServedAsync("shop", default)),
                ]
        )
        {
            Assert.Equal("managed_by_settings", refused.Code);
        }

        var shown = Done(await instance.Merchants.FindAsync("shop", default));
        Assert.Empty(shown.Differences!);
        // Nobody else gets its names.
        Done(await instance.Merchants.CreateAsync(Edit(merchant: "other"), new MerchantDocument("other", null, null), default));
        var taken = Account("other_pay") with { CallbackId = CallbackId };
        Assert.Equal("in_use", Refused(await instance.Accounts.CreateAsync(Edit(merchant: "other"), taken, default)).Code);
    }

    [Fact]
    public async Task What_the_settings_say_otherwise_since_is_told_and_a_further_import_mends_it()
    {
        await using var world = await CreateAsync();
        var first = await StartedAsync(world, [.. Shop(), .. KeyOf("gone", "1")]);
        Done(await first.Get<DirectoryImports>().ImportAsync(Edit(), default));
        var second = await StartedAsync(world, [.. Shop(), ($"{Root}:Accounts:shop_pay:Confirm", "false"), .. KeyOf("new", "2")]);

        string[] told =
        [
            "The account 'shop_pay' differs in confirm.",
            "The api_key '1' stands only in the directory.",
            "The api_key '2' stands only in the settings.",
        ];
        Assert.Equal(told, Assert.Single(second.Directory.Current.Shadowed).Differences);
        Assert.Equal(told, Done(await second.Merchants.FindAsync("shop", default)).Differences);
        Assert.Contains(world.Log.Lines, line => line.Contains(told[1], StringComparison.Ordinal));

        Done(await second.Get<DirectoryImports>().ImportAsync(Edit(), default));
        Assert.Empty(Assert.Single(second.Directory.Current.Shadowed).Differences);
        var after = await StartedAsync(world, []);
        Assert.Null(await after.CallAsync("gone"));
        Assert.NotNull(await after.CallAsync("new"));
        Assert.False(after.Directory.FindAccount("shop_pay")!.Confirm);
    }

    [Fact]
    public async Task An_import_of_what_is_the_same_writes_nothing()
    {
        await using var world = await CreateAsync();
        var instance = await StartedAsync(world, Shop());
        var made = Done(await instance.Get<DirectoryImports>().ImportAsync(Edit(), default));

        var again = Done(await instance.Get<DirectoryImports>().ImportAsync(Edit(), default));

        Assert.Equal((true, false), (made.Created, again.Created));
        Assert.True(again.IsSame);
        Assert.Single(await instance.Get<DirectoryEditor>().HistoryAsync("shop", int.MaxValue, 10, default));
    }

    [Fact]
    public async Task What_somebody_has_changed_since_is_overwritten_only_by_who_has_seen_it()
    {
        await using var world = await CreateAsync();
        var late = await StartedAsync(world, Shop());
        Done(await late.Get<DirectoryImports>().ImportAsync(Edit(), default));
        // One that has the settings no more serves it already.
        var next = await StartedAsync(world, []);
        Done(await next.Endpoints.CreateAsync(Edit(), Endpoint("second"), default));

        Assert.Equal("precondition_required", Refused(await late.Get<DirectoryImports>().ImportAsync(Edit(), default)).Code);
        Assert.Equal("precondition_required", Refused(await late.Get<DirectoryImports>().DiscardAsync(Edit(), default)).Code);

        Done(await late.Get<DirectoryImports>().ImportAsync(Edit("*"), default));
        await next.Refresh.RefreshAsync(default);
        Assert.Single(next.Directory.EndpointsOf("shop"));
    }

    [Fact]
    public async Task A_discarded_import_serves_nothing_when_the_settings_go()
    {
        await using var world = await CreateAsync();
        var instance = await StartedAsync(world, Shop());
        Done(await instance.Get<DirectoryImports>().ImportAsync(Edit(), default));

        Done(await instance.Get<DirectoryImports>().DiscardAsync(Edit(), default));

        Assert.NotNull(await instance.CallAsync("key"));
        Assert.Contains("The account 'shop_pay' stands only in the settings.", Assert.Single(instance.Directory.Current.Shadowed).Differences);
        var after = await StartedAsync(world, []);
        Assert.Null(await after.CallAsync("key"));
        Assert.Null(after.Directory.FindByCallbackId(CallbackId));
        // And it can be imported again.
        Done(await instance.Get<DirectoryImports>().ImportAsync(Edit(), default));
        await after.Refresh.RefreshAsync(default);
        Assert.NotNull(await after.CallAsync("key"));
        Assert.Equal("shop_pay", after.Directory.FindByCallbackId(CallbackId)?.Id);
    }

    [Fact]
    public async Task One_with_mistakes_is_refused_with_all_of_them_and_so_is_who_is_not_in_the_settings()
    {
        await using var world = await CreateAsync();
        var instance = await StartedAsync(
            world,
            [.. Shop(), ($"{Root}:Accounts:shop_pay:Confirm", "perhaps"), ($"{Root}:Accounts:shop_pay:Settings:ApiSecret", "")]
        );

        var refused = Refused(await instance.Get<DirectoryImports>().ImportAsync(Edit(), default));

        Assert.Equal(("invalid_request", 2), (refused.Code, refused.Errors.Count));
        Assert.Equal("not_found", Refused(await instance.Get<DirectoryImports>().ImportAsync(Edit(merchant: "other"), default)).Code);
        Assert.Equal("not_found", Refused(await instance.Get<DirectoryImports>().DiscardAsync(Edit(), default)).Code);
        Assert.Empty(await world.RowsAsync(Keys.MerchantIndex));
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_the_directory_s_own_names_are_not_taken_away()
    {
        await using var world = await CreateAsync();
        var before = world.Start();
        Done(await before.Merchants.CreateAsync(Edit(merchant: "other"), new MerchantDocument("other", null, null), default));
        Done(await before.Accounts.CreateAsync(Edit(merchant: "other"), Account("other_pay") with { CallbackId = CallbackId }, default));
        var instance = world.Start(Shop());
        await instance.Refresh.RefreshAsync(default);

        var refused = Refused(await instance.Get<DirectoryImports>().ImportAsync(Edit(dryRun: true), default));

        Assert.Equal(("in_use", "callback_id"), (refused.Code, Assert.Single(refused.Errors).Field));
        Assert.Single(await world.RowsAsync(Keys.MerchantIndex));
        Assert.Empty(await world.RowsAsync("shop"));
    }

    [Fact]
    public async Task An_import_whose_answer_was_lost_is_found_to_be_its_own()
    {
        await using var world = await CreateAsync();
        var instance = await StartedAsync(world, Shop());
        instance.Probe.Start(call => call.Name == "merchants: transaction" ? StorageFault.LoseAnswer : StorageFault.None);

        Done(await instance.Get<DirectoryImports>().ImportAsync(Edit(), default));

        Assert.Single(await instance.Get<DirectoryEditor>().HistoryAsync("shop", int.MaxValue, 10, default));
    }

    private static async Task<Instance> StartedAsync(DirectoryWorld world, (string, string?)[] settings)
    {
        var instance = world.Start(settings);
        await instance.Refresh.RefreshAsync(default);
        return instance;
    }

    private static (string Name, string? Value)[] Shop() =>
        [
            ($"{Root}:Accounts:shop_pay:Provider", "pay_protocol"),
            ($"{Root}:Accounts:shop_pay:BaseUrl", "https://pay.example/api/mer"),
            ($"{Root}:Accounts:shop_pay:CallbackIds:0", CallbackId),
            ($"{Root}:Accounts:shop_pay:CallbackIds:1", OldCallbackId),
            ($"{Root}:Accounts:shop_pay:OverdueAfter", "02:00:00"),
            ($"{Root}:Accounts:shop_pay:Withdrawals", "on"),
            ($"{Root}:Accounts:shop_pay:Settings:ApiKey", "api-key"),
            ($"{Root}:Accounts:shop_pay:Settings:ApiSecret", "api-secret"),
            ($"{Root}:Endpoints:main:Url", "https://shop.example/hooks"),
            ($"{Root}:Endpoints:main:Secrets:0", SettingsFile.Secret),
            ($"{Root}:Page:Name", "The shop"),
            .. KeyOf("key", "0"),
        ];

    private static (string Name, string? Value)[] KeyOf(string key, string id) =>
        [
            ($"{Root}:ApiKeys:{id}:Sha256", DirectorySnapshot.Hash(key)),
            ($"{Root}:ApiKeys:{id}:Owner", "backend"),
            ($"{Root}:ApiKeys:{id}:Roles", "read"),
        ];
}
