using PaymentHub.Money;

namespace PaymentHub.Tests.Money;

public sealed class EvmAddressTests
{
    /// <summary>The test cases of EIP-55 itself.</summary>
    [Theory]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [InlineData("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [InlineData("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE7")]
    [InlineData("0x8617E340B3D01FA5F11F306F4090FD50E238070D")]
    [InlineData("0xde709f2102306220921060314715629080e2fb77")]
    [InlineData("0x27b1fdb04752bbc536007a920d24acb045561c26")]
    [InlineData("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")]
    [InlineData("0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED")]
    public void An_address_with_its_checksum_or_in_one_case_is_good(string address)
    {
        Assert.Null(EvmAddress.FindMistake(address));
    }

    [Theory]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD")]
    [InlineData("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d358")]
    [InlineData("0xde709f2102306220921060314715629080e2fB77")]
    public void A_mistyped_character_shows_in_the_checksum(string address)
    {
        Assert.Contains("EIP-55", EvmAddress.FindMistake(address), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")]
    [InlineData("0X5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")]
    [InlineData("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae")]
    [InlineData("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaedd")]
    [InlineData("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaeg")]
    [InlineData("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae\u0661")]
    [InlineData(" 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")]
    [InlineData("TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1")]
    public void Anything_else_is_no_address(string address)
    {
        Assert.Equal("An address on this network is 0x and 40 hexadecimal digits.", EvmAddress.FindMistake(address));
    }

    [Fact]
    public void Nobody_has_a_key_to_twenty_zero_bytes() =>
        Assert.StartsWith("It is the zero address", EvmAddress.FindMistake("0x0000000000000000000000000000000000000000"), StringComparison.Ordinal);
}
