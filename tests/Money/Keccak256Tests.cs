using System.Text;
using PaymentHub.Money;

namespace PaymentHub.Tests.Money;

/// <summary>The vectors of the Keccak team's submission, and one text of a million bytes.</summary>
public sealed class Keccak256Tests
{
    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData("The quick brown fox jumps over the lazy dog", "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15")]
    [InlineData("transfer(address,uint256)", "a9059cbb2ab09eb219583f4a59a5d0623ade346d962bcd4e46b11da047c9049b")]
    public void Published_vectors_hold(string text, string hash)
    {
        Assert.Equal(hash, Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(text))));
    }
}
