using System.Text;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Tests.Sandbox;

public sealed class AddressTests
{
    [Fact]
    public void The_tron_address_of_the_usdt_contract_is_the_published_one() =>
        Assert.Equal("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", TronAddress.From(Convert.FromHexString("a614f803b6fd780986a42c78ec9c7f77e6ded13c")));

    [Theory]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [InlineData("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [InlineData("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    public void The_examples_of_the_standard_have_their_mixed_case(string address) =>
        Assert.Equal(address, EvmAddress.From(Convert.FromHexString(address[2..])));

    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    public void Keccak_is_the_one_of_ethereum(string text, string hash) =>
        Assert.Equal(hash, Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(text))));

    [Theory]
    [InlineData("10", 6, "10000000")]
    [InlineData("0.000001", 6, "1")]
    [InlineData("0.50", 1, "5")]
    [InlineData("007", 0, "7")]
    public void An_amount_becomes_smallest_units(string amount, int decimals, string units) =>
        Assert.Equal(units, AmountText.ToSmallestUnits(amount, decimals));

    [Theory]
    [InlineData("10500000", 6, "10.5")]
    [InlineData("1", 6, "0.000001")]
    [InlineData("70", 0, "70")]
    [InlineData("30000", 4, "3")]
    public void Smallest_units_become_an_amount(string units, int decimals, string amount) =>
        Assert.Equal(amount, AmountText.FromSmallestUnits(units, decimals));

    [Theory]
    [InlineData("0.0000001")]
    [InlineData("1e3")]
    [InlineData("-1")]
    [InlineData("")]
    public void What_is_no_amount_of_the_currency_is_refused(string amount) =>
        Assert.Throws<ArgumentException>(() => AmountText.ToSmallestUnits(amount, 6));
}
