using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Deposits;
using PaymentHub.Merchants;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Deposits;

public class DepositAddressServiceTests
{
    private const string Tron = "TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLU";
    private const string Evm = "0x52908400098527886E0F7030069857D2E4169EE7";

    private static readonly DepositAddressRequest Request = new() { Account = "shop_pay", CustomerId = "u-1" };

    private readonly FakeProviderAccount _provider = new() { Issues = true };
    private readonly TurnableClock _clock = new();
    private readonly Merchant _merchant = new("shop", [], []);
    private readonly DepositAddressService _addresses;

    public DepositAddressServiceTests() =>
        _addresses = new DepositAddressService(
            TestDirectory.With(TestDirectory.Account(_provider)),
            new MemoryAddressBook((Evm[..40] + "00", "bsc", "u-2")),
            PayerPagesOff.Tokens,
            _clock,
            NullLogger<DepositAddressService>.Instance
        );

    [Theory]
    [InlineData("tron", "TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLx")]
    [InlineData("tron", Evm)]
    [InlineData("bsc", Tron)]
    [InlineData("bsc", "0x52908400098527886E0F7030069857D2E4169Ee7")]
    [InlineData("base", "")]
    public async Task An_address_that_nobody_can_pay_to_is_not_handed_out(string network, string address)
    {
        Gives(("ethereum", Evm), (network, address));

        Assert.Equal((502, "provider_unavailable"), await ProblemAsync());
        Gives((network, network == "tron" ? Tron : Evm));
        Assert.Single(await IssueAsync());
    }

    [Theory]
    [InlineData(Tron + "\n")]
    [InlineData("41cb6fdec7be17967a25162467001a7cac94977f06")]
    public async Task An_address_is_handed_out_as_a_wallet_takes_it(string address)
    {
        Gives(("tron", address));

        Assert.Equal([new DepositAddress("tron", Tron)], await IssueAsync());
    }

    [Fact]
    public async Task A_network_that_was_opened_later_is_added_and_nothing_else_changes()
    {
        Gives(("tron", Tron));
        _provider.Networks = ["tron"];
        await IssueAsync();
        await IssueAsync();
        Assert.Equal(1, _provider.Asked);

        _provider.Networks = ["bsc", "tron"];
        Gives(("bsc", Evm), ("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"));

        Assert.Equal([new DepositAddress("tron", Tron), new DepositAddress("bsc", Evm)], await IssueAsync());
        Assert.Equal([new DepositAddress("tron", Tron), new DepositAddress("bsc", Evm)], await IssueAsync());
        Assert.Equal(2, _provider.Asked);
    }

    [Theory]
    [InlineData("away")]
    [InlineData("refused")]
    [InlineData("nothing new")]
    [InlineData("somebody else's")]
    [InlineData("broken")]
    public async Task Where_the_new_one_cannot_be_had_what_is_known_is_handed_out_and_it_is_asked_for_seldom(string trouble)
    {
        Gives(("tron", Tron));
        await IssueAsync();
        _provider.Networks = ["bsc", "tron"];
        _provider.Addresses = () =>
            trouble switch
            {
                "away" => new ProviderResult<IReadOnlyList<DepositAddress>>.Unavailable("down"),
                "refused" => new ProviderResult<IReadOnlyList<DepositAddress>>.Refused("1", ""),
                "nothing new" => Good(("tron", Tron)),
                "somebody else's" => Good(("tron", Tron), ("bsc", Evm[..40] + "00")),
                _ => Good(("tron", Tron), ("bsc", "0x1")),
            };

        for (var time = 0; time < 3; time++)
            Assert.Equal([new DepositAddress("tron", Tron)], await IssueAsync());
        Assert.Equal(2, _provider.Asked);

        _clock.Advance(TimeSpan.FromMinutes(10));
        Gives(("bsc", Evm));
        Assert.Equal(2, (await IssueAsync()).Count);
    }

    private void Gives(params (string Network, string Address)[] addresses) => _provider.Addresses = () => Good(addresses);

    private static ProviderResult<IReadOnlyList<DepositAddress>>.Good Good(params (string Network, string Address)[] addresses) =>
        new([.. addresses.Select(one => new DepositAddress(one.Network, one.Address))]);

    private async Task<IReadOnlyList<DepositAddress>> IssueAsync() =>
        Assert.IsType<Result<CustomerAddresses>.Success>(await _addresses.IssueAsync(_merchant, Request, default)).Value.Addresses;

    private async Task<(int, string)> ProblemAsync()
    {
        var problem = Assert.IsType<Result<CustomerAddresses>.Failure>(await _addresses.IssueAsync(_merchant, Request, default)).Problem;
        return (problem.Status, problem.Code);
    }
}
