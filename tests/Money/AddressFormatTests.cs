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
}
