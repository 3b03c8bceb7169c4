using System.Security.Cryptography;
using System.Text;
using PaymentHub.Merchants;

namespace PaymentHub.Tests.Merchants;

public class MerchantDirectoryTests
{
    private readonly MerchantDirectory _directory = new(
        TestDirectory.Settings,
        [
            new Merchant("shop", [Key("shop-old", Roles.Read), Key("shop-new", Roles.Read | Roles.Deposits)], []),
            new Merchant("market", [Key("market-key", Roles.Approver)], []),
        ],
        [TestDirectory.Account(new FakeProviderAccount())]
    );

    [Theory]
    [InlineData("shop-old", "shop", Roles.Read)]
    [InlineData("shop-new", "shop", Roles.Read | Roles.Deposits)]
    [InlineData("market-key", "market", Roles.Approver)]
    public void A_key_tells_who_calls_and_what_they_may(string key, string merchant, Roles roles)
    {
        var caller = _directory.FindCaller(key);

        Assert.Equal((merchant, roles), (caller?.Merchant.Id, caller?.Key.Roles));
    }

    [Theory]
    [InlineData("")]
    [InlineData("shop-ol")]
    [InlineData("SHOP-OLD")]
    [InlineData("shop-old ")]
    public void Nobody_calls_with_another_key(string key) => Assert.Null(_directory.FindCaller(key));

    [Theory]
    [InlineData("shop-new", Roles.Deposits, true)]
    [InlineData("shop-new", Roles.Read | Roles.Approver, true)]
    [InlineData("shop-new", Roles.Approver, false)]
    [InlineData("shop-old", Roles.Deposits, false)]
    [InlineData("market-key", Roles.Deposits | Roles.Read, false)]
    public void A_caller_may_what_one_of_the_key_s_roles_allows(string key, Roles needed, bool expected) =>
        Assert.Equal(expected, _directory.FindCaller(key)!.May(needed));

    [Fact]
    public void An_account_is_found_for_its_own_merchant_only()
    {
        Assert.NotNull(_directory.FindAccount("shop_pay", _directory.FindMerchant("shop")!));
        Assert.Null(_directory.FindAccount("shop_pay", _directory.FindMerchant("market")!));
        Assert.Null(_directory.FindAccount("SHOP_PAY", _directory.FindMerchant("shop")!));
    }

    [Fact]
    public void Neither_a_callback_id_nor_a_secret_is_printed()
    {
        var account = TestDirectory.Account(new FakeProviderAccount());
        var endpoint = new WebhookEndpoint("main", new Uri("https://shop.example/secret-path"), ["secret"u8.ToArray()], []);

        Assert.Equal("shop_pay main", $"{account} {endpoint}");
    }

    private static ApiKey Key(string text, Roles roles) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)), "owner", roles);
}
