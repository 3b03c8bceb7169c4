using System.Text.Json;
using PaymentHub.Merchants;
using static PaymentHub.Tests.Merchants.DirectoryWorld;

namespace PaymentHub.Tests.Merchants;

/// <summary>What may be changed in the directory, and what becomes of changes that meet each other.</summary>
public sealed class DirectoryEditorTests : DirectoryEditorBench
{
    [Fact]
    public async Task A_merchant_is_served_as_it_was_written()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();

        var key = await instance.CreateShopAsync();

        var caller = await instance.CallAsync(key);
        Assert.Equal(("shop", "backend", Roles.Read | Roles.Deposits), (caller?.Merchant.Id, caller?.Key.Owner, caller?.Key.Roles));
        var account = instance.Directory.FindAccount("shop_pay")!;
        Assert.Equal(("shop", "pay_protocol", true), (account.MerchantId, account.ProviderName, account.Confirm));
        Assert.Same(account, instance.Directory.FindByCallbackId(Assert.Single(account.CallbackIds)));
        Assert.Equal("https://shop.example/hooks", Assert.Single(caller!.Merchant.Endpoints).Url.AbsoluteUri);
    }

    [Fact]
    public async Task Every_mistake_of_a_document_is_told_at_once_by_its_field()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();

        var account = Refused(
            await instance.Accounts.CreateAsync(
                Edit(),
                Account("No Id", secret: "") with
                {
                    BaseUrl = "ftp://x",
                    Withdrawals = "maybe",
                    LimitPerDay = new Dictionary<string, string> { ["USDT"] = "much" },
                },
                default
            )
        );
        var endpoint = Refused(
            await instance.Endpoints.CreateAsync(
                Edit(),
                Endpoint("second", "https://10.0.0.1/") with
                {
                    Events = ["nothing.*"],
                    RateLimit = 0,
                    Accounts = ["nobody"],
                },
                default
            )
        );
        var key = Refused(await instance.Keys.CreateAsync(Edit(), new ApiKeyDocument("backend", ["all"], "soon", ["300.0.0.1"]), default));

        Assert.Equal(["base_url", "id", "limit_per_day", "settings.api_secret", "withdrawals"], Fields(account));
        Assert.Equal(["accounts", "events", "rate_limit", "url"], Fields(endpoint));
        Assert.Equal(["addresses", "expires_at", "roles"], Fields(key));
        Assert.All(account.Errors, error => Assert.StartsWith("It ", error.Message, StringComparison.Ordinal));
        Assert.Equal((400, "invalid_request"), (account.Status, account.Code));
    }

    [Fact]
    public async Task A_dry_run_checks_everything_and_writes_nothing()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();
        var before = (await world.Table.QueryAsync<Azure.Data.Tables.TableEntity>().ToListAsync())
            .Select(row => (row.PartitionKey, row.RowKey, row.ETag))
            .ToHashSet();

        Done(await instance.Accounts.CreateAsync(Edit(dryRun: true), Account("shop_second"), default));
        Done(await instance.Merchants.CreateAsync(Edit(merchant: "market", dryRun: true), new MerchantDocument("market", null, null), default));
        Done(await instance.Endpoints.RotateSecretAsync(Edit("*", dryRun: true), "main", new RotationDocument(null, null, null), default));
        Assert.Equal(
            ["settings.api_secret"],
            Fields(Refused(await instance.Accounts.CreateAsync(Edit(dryRun: true), Account("shop_third", secret: ""), default)))
        );

        Assert.Equal(
            before,
            (await world.Table.QueryAsync<Azure.Data.Tables.TableEntity>().ToListAsync())
                .Select(row => (row.PartitionKey, row.RowKey, row.ETag))
                .ToHashSet()
        );
        Assert.Null(instance.Directory.FindAccount("shop_second"));
    }

    [Fact]
    public async Task A_secret_that_a_document_leaves_out_stays_and_an_empty_one_goes()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();

        Done(
            await instance.Accounts.ReplaceAsync(
                Edit("*"),
                "shop_pay",
                new AccountDocument
                {
                    Provider = "pay_protocol",
                    BaseUrl = "https://pay.example/api/mer",
                    Withdrawals = "on",
                },
                default
            )
        );
        var part = Done(await instance.Merchants.FindAsync("shop", default)).Find(PartKind.Account, "shop_pay")!;
        var gone = await instance.Accounts.ReplaceAsync(Edit("*"), "shop_pay", Account("shop_pay", secret: ""), default);

        Assert.Equal(("api-secret", "key-of-shop_pay", "on"), (part["Settings:ApiSecret"], part["Settings:ApiKey"], part["Withdrawals"]));
        Assert.True(instance.Directory.FindAccount("shop_pay")!.Withdrawals.On);
        Assert.Equal(["settings.api_secret"], Fields(Refused(gone)));
    }

    [Fact]
    public async Task History_tells_who_changed_which_fields_and_no_value()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();
        Done(
            await instance.Accounts.ReplaceAsync(Edit("*"), "shop_pay", Account("shop_pay", secret: "other-secret") with { Confirm = false }, default)
        );

        var history = Done(await instance.Merchants.HistoryAsync("shop", [], default)).Items;

        Assert.Equal(
            ["account.replaced", "api_key.created", "endpoint.created", "account.created", "merchant.created"],
            history.Select(change => change.What)
        );
        Assert.Equal(["confirm", "settings.api_secret"], history[0].Fields);
        Assert.All(history, change => Assert.Equal(By, change.By));
        var text = JsonSerializer.Serialize(
            (await world.RowsAsync("shop")).Where(row => row.RowKey.StartsWith("version|", StringComparison.Ordinal))
        );
        Assert.All(
            (string[])["other-secret", "api-secret", "key-of-shop_pay"],
            secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_disabled_merchant_s_keys_are_refused_and_its_accounts_begin_nothing_new()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        var key = await instance.CreateShopAsync();
        Done(await instance.Accounts.ReplaceAsync(Edit("*"), "shop_pay", Account("shop_pay") with { Withdrawals = "on" }, default));

        Done(await instance.Merchants.SetDisabledAsync(Edit(), true, default));

        Assert.Null(await instance.CallAsync(key));
        var account = instance.Directory.FindAccount("shop_pay")!;
        Assert.Equal((true, false), (account.Disabled, account.Withdrawals.On));
        Assert.NotNull(instance.Directory.FindByCallbackId(account.CallbackIds[0]));
        Assert.Single(instance.Directory.EndpointsOf("shop"));
        Done(await instance.Merchants.SetDisabledAsync(Edit(), false, default));
        Assert.NotNull(await instance.CallAsync(key));
    }

    [Fact]
    public async Task A_merchant_has_at_most_twenty_endpoints()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        Done(await instance.Merchants.CreateAsync(Edit(), new MerchantDocument("shop", null, null), default));
        for (var number = 0; number < 20; number++)
            Done(await instance.Endpoints.CreateAsync(Edit(), Endpoint($"e{number}"), default));

        Assert.Contains(
            "at most 20",
            Assert.Single(Refused(await instance.Endpoints.CreateAsync(Edit(), Endpoint("e20"), default)).Errors).Message,
            StringComparison.Ordinal
        );
    }
}
