using PaymentHub.Money;

namespace PaymentHub.Tests.Money;

public sealed class TronAddressTests
{
    /// <summary>The USDT contract, and the addresses of Pay Protocol's documentation.</summary>
    [Theory]
    [InlineData("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [InlineData("TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1")]
    [InlineData("TLBP2BJykHX3AMaxPttaQdYVTChQpCThK3")]
    [InlineData("TA1AtPt6bRfFgc4KuXJb9LrJrqxeXiaV2A")]
    public void A_real_address_is_good(string address)
    {
        Assert.Null(TronAddress.FindMistake(address));
    }

    [Theory]
    [InlineData("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T")]
    [InlineData("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u")]
    [InlineData("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjL6jt")]
    [InlineData("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj0t")]
    [InlineData("TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT")]
    [InlineData("Tzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public void A_mistyped_character_shows_in_the_checksum(string address)
    {
        Assert.Contains("checksum is wrong", TronAddress.FindMistake(address), StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_has_a_key_to_twenty_zero_bytes() =>
        Assert.StartsWith("It is the zero address", TronAddress.FindMistake("T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb"), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("T")]
    [InlineData("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6")]
    [InlineData("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6tt")]
    [InlineData(" TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [InlineData("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj\u066Ct")]
    [InlineData("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6\n")]
    [InlineData("tR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [InlineData("41a614f803b6fd780986a42c78ec9c7f77e6ded13c")]
    [InlineData("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")]
    [InlineData("1BoatSLRHtKNngkdXEeobR76b53LETtpyT")]
    public void Anything_else_is_no_address(string address)
    {
        Assert.Equal("A TRON address has 34 letters and digits and starts with T.", TronAddress.FindMistake(address));
    }
}
