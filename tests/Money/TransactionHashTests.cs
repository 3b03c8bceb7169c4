using PaymentHub.Money;

namespace PaymentHub.Tests.Money;

public sealed class TransactionHashTests
{
    private const string Hash = "53a3784a795a5524a4f960b90c0155c6d8c152255dcb56266a6ed23ce66b47a0";

    [Theory]
    [InlineData(Hash)]
    [InlineData("0x" + Hash)]
    [InlineData("0X53A3784A795A5524A4F960B90C0155C6D8C152255DCB56266A6ED23CE66B47A0")]
    [InlineData(" " + Hash)]
    public void The_spellings_of_one_hash_are_one(string spelling)
    {
        Assert.Equal(Hash, TransactionHash.Canonical(spelling));
    }

    [Theory]
    [InlineData("0x12", "0x12")]
    [InlineData("Order-7", "order-7")]
    public void What_is_no_hash_keeps_its_letters(string text, string canonical)
    {
        Assert.Equal(canonical, TransactionHash.Canonical(text));
    }
}
