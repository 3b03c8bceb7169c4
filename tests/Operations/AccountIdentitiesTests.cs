using PaymentHub.Deposits;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Providers;
using PaymentHub.Storage;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Reconciliation;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Operations;

/// <summary>An account at a provider keeps the id that it was given here.</summary>
public sealed class AccountIdentitiesTests
{
    [Fact]
    public async Task What_is_known_by_its_id_is_welcome_again_and_again()
    {
        var world = await ReconciliationWorld.CreateAsync();

        Assert.Empty(await CheckAsync(world, world.Account));
        await world.CallbackAsync(ScriptedAccount.Recharge(1, Samples.Noon).Notice);

        Assert.Empty(await CheckAsync(world, world.Account));
    }

    [Theory]
    [InlineData("shop_new", "shop")]
    [InlineData("shop_pay", "market")]
    public async Task An_account_with_orders_is_refused_under_another_id_or_merchant_and_told_what_to_do(string id, string merchant)
    {
        var world = await ReconciliationWorld.CreateAsync();
        await CheckAsync(world, world.Account);
        await world.CallbackAsync(ScriptedAccount.Recharge(1, Samples.Noon).Notice);

        var mistake = Assert.Single(await CheckAsync(world, Renamed(world.Account, id, merchant)));

        Assert.Equal(id, mistake.AccountId);
        Assert.Equal(
            $"PaymentHub: the account '{id}' of merchant '{merchant}' is known at fake as what was 'shop_pay' of merchant 'shop' here, and has orders or addresses under that id: "
                + $"the same money would be credited again. Call it 'shop_pay' again, under 'shop'; or have the provider open another account for '{id}'.",
            mistake.ToString()
        );
        Assert.Empty(await CheckAsync(world, world.Account));
    }

    [Fact]
    public async Task An_account_with_addresses_and_no_order_yet_is_refused_under_another_id()
    {
        var world = await ReconciliationWorld.CreateAsync();
        await CheckAsync(world, world.Account);
        using var book = new AddressBook(world.Storage);
        await book.EnterAsync(world.Account, "customer-1", [new DepositAddress("tron", "TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE")], default);

        Assert.Equal("shop_new", Assert.Single(await CheckAsync(world, Renamed(world.Account, "shop_new", "shop"))).AccountId);
        Assert.Equal("shop_pay", Assert.Single(await CheckAsync(world, Renamed(world.Account, "shop_pay", "market"))).AccountId);
        Assert.Empty(await CheckAsync(world, world.Account));
    }

    [Fact]
    public async Task An_account_that_nothing_has_happened_under_may_be_renamed()
    {
        var world = await ReconciliationWorld.CreateAsync();
        await CheckAsync(world, world.Account);

        Assert.Empty(await CheckAsync(world, Renamed(world.Account, "shop_new", "shop")));
        await new OrderIndexWriter(world.Storage).WriteAsync(Samples.MerchantDeposit with { AccountId = "shop_new", MerchantId = "shop" }, default);

        Assert.Equal("shop_pay", Assert.Single(await CheckAsync(world, world.Account)).AccountId);
    }

    [Fact]
    public async Task Two_instances_that_start_at_once_agree()
    {
        var world = await ReconciliationWorld.CreateAsync();

        var mistakes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CheckAsync(world, world.Account)));

        Assert.All(mistakes, Assert.Empty);
        Assert.Single(await world.RowsAsync(TableNames.Reconciliations));
    }

    private static Account Renamed(Account account, string id, string merchant) =>
        new()
        {
            Id = id,
            MerchantId = merchant,
            ProviderName = account.ProviderName,
            Provider = account.Provider,
            CallbackIds = account.CallbackIds,
            Confirm = account.Confirm,
            AcceptUnknownAddresses = account.AcceptUnknownAddresses,
        };

    private static async Task<IReadOnlyList<AccountMistake>> CheckAsync(ReconciliationWorld world, params Account[] accounts) =>
        await new AccountIdentities(world.Storage, new OrderIndexByTime(world.Storage), world.Clock).CheckAsync(accounts, default);
}
