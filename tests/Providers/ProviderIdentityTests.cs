using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Merchants;
using PaymentHub.Providers;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Providers;

/// <summary>What makes two accounts one.</summary>
public class ProviderIdentityTests
{
    [Theory]
    [InlineData("https://api.example/mer", "key", "https://API.example./other/path", "key", true)]
    [InlineData("https://api.example", "key", "http://api.example", "key", true)]
    [InlineData("https://api.example", "key", "https://api.example:8443", "key", false)]
    [InlineData("https://api.example", "key", "https://api.example", "Key", false)]
    [InlineData("https://api.example", "key", "https://api2.example", "key", false)]
    public void An_account_is_a_host_and_what_it_goes_by_there(string url, string name, string otherUrl, string otherName, bool same) =>
        Assert.Equal(same, ProviderIdentity.Of("mpay", new Uri(url), name) == ProviderIdentity.Of("mpay", new Uri(otherUrl), otherName));

    [Theory]
    [InlineData("alpha_pay", "ApiSecret", "ApiKey")]
    [InlineData("alpha_usdt", "ApiKey", "AppId")]
    [InlineData("alpha_mpay", "Md5Key", "MerchId")]
    public void A_secret_may_change_and_what_a_provider_knows_the_account_by_may_not(string account, string secret, string name)
    {
        var merchant = new TestMerchant("alpha");

        string IdentityWith(string? setting)
        {
            var settings = merchant.Settings("https://provider.example");
            settings["PaymentHub:PublicBaseUrl"] = "https://hub.example";
            settings.Remove("PaymentHub:Merchants:alpha:Endpoints:main:AllowLocal");
            if (setting is not null)
                settings[$"PaymentHub:Merchants:alpha:Accounts:{account}:Settings:{setting}"] = "1234567";
            using var services = new ServiceCollection()
                .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
                .AddPaymentHub()
                .BuildServiceProvider();
            return services.GetRequiredService<MerchantDirectory>().FindAccount(account)!.Provider.Identity;
        }

        Assert.Equal(IdentityWith(null), IdentityWith(secret));
        Assert.NotEqual(IdentityWith(null), IdentityWith(name));
    }

    [Fact]
    public void Two_providers_at_one_host_are_two() =>
        Assert.NotEqual(
            ProviderIdentity.Of("mpay", new Uri("https://api.example"), "1"),
            ProviderIdentity.Of("usdt_gateway", new Uri("https://api.example"), "1")
        );

    [Fact]
    public void Nobody_can_read_the_key_in_it() =>
        Assert.Matches("^[0-9a-f]{32}$", ProviderIdentity.Of("mpay", new Uri("https://api.example"), "key"));
}
