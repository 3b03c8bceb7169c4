using PaymentHub.Money;

namespace PaymentHub.Tests.Money;

public sealed class AddressFormatTests
{
    [Theory]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE7", "0x52908400098527886e0f7030069857d2e4169ee7")]
    [InlineData("0X52908400098527886E0F7030069857D2E4169EE7", "0x52908400098527886e0f7030069857d2e4169ee7")]
    [InlineData(" 0x52908400098527886e0f7030069857d2e4169ee7 ", "0x52908400098527886e0f7030069857d2e4169ee7")]
    [InlineData("TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1", "TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1")]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE", "0x52908400098527886E0F7030069857D2E4169EE")]
    [InlineData("0xZZ908400098527886E0F7030069857D2E4169EE7", "0xZZ908400098527886E0F7030069857D2E4169EE7")]
    public void Only_the_case_of_an_EVM_address_is_a_matter_of_spelling(string address, string canonical)
    {
        Assert.Equal(canonical, AddressFormat.Canonical(address));
    }

    [Theory]
    [InlineData("41cb6fdec7be17967a25162467001a7cac94977f06", "TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLU")]
    [InlineData("41CB6FDEC7BE17967A25162467001A7CAC94977F06", "TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLU")]
    [InlineData("0x41cb6fdec7be17967a25162467001a7cac94977f06", "TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLU")]
    [InlineData("41a614f803b6fd780986a42c78ec9c7f77e6ded13c", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    public void The_hexadecimal_spelling_of_a_TRON_address_names_the_same(string address, string canonical)
    {
        Assert.Equal(canonical, AddressFormat.Canonical(address));
        Assert.Equal(canonical, AddressFormat.ForPayers(address));
        Assert.Null(TronAddress.FindMistake(canonical));
    }

    [Theory]
    [InlineData("cb6fdec7be17967a25162467001a7cac94977f06")]
    [InlineData("0xcb6fdec7be17967a25162467001a7cac94977f06")]
    [InlineData("41cb6fdec7be17967a25162467001a7cac94977f0")]
    [InlineData("42cb6fdec7be17967a25162467001a7cac94977f06")]
    [InlineData("41zb6fdec7be17967a25162467001a7cac94977f06")]
    public void Without_the_prefix_of_TRON_it_is_not_guessed_to_be_one(string address)
    {
        Assert.Equal(address, AddressFormat.Canonical(address));
    }

    [Theory]
    [InlineData("tron", "TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLU", true)]
    [InlineData("tron", "TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLx", false)]
    [InlineData("tron", "0x52908400098527886E0F7030069857D2E4169EE7", false)]
    [InlineData("ethereum", "0x52908400098527886E0F7030069857D2E4169EE7", true)]
    [InlineData("bsc", "0x52908400098527886E0F7030069857D2E4169Ee7", false)]
    [InlineData("bsc", "TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLU", false)]
    [InlineData("polygon", "0x52908400098527886E0F7030069857D2E4169EE7", true)]
    [InlineData("polygon", "0x52908400098527886E0F7030069857D2E4169E", false)]
    [InlineData("ton", "EQDtFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p4q2", true)]
    [InlineData("ton", "", false)]
    [InlineData("ton", "two words", false)]
    [InlineData("ton", "line\n", false)]
    public void An_address_is_held_against_its_network_s_form(string network, string address, bool good)
    {
        Assert.Equal(good, AddressFormat.FindMistake(network, address) is null);
    }

    [Theory]
    [InlineData("41cb6fdec7be17967a25162467001a7cac94977f06", "41cb6fdec7be17967a25162467001a7cac94977f06")]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE7", "0x52908400098527886e0f7030069857d2e4169ee7")]
    public void What_is_sent_is_what_was_written(string address, string sent)
    {
        Assert.Equal(sent, AddressFormat.ToSend(address));
    }

    [Theory]
    [InlineData("TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLU\n", "TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLU")]
    [InlineData(" 0x52908400098527886E0F7030069857D2E4169EE7", "0x52908400098527886E0F7030069857D2E4169EE7")]
    public void What_is_handed_out_has_no_space_around_it_and_keeps_its_checksum(string address, string given)
    {
        Assert.Equal(given, AddressFormat.ForPayers(address));
    }
}
