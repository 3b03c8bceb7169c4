using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Deposits;
using PaymentHub.Merchants;
using PaymentHub.Tests.Merchants;

namespace PaymentHub.Tests.Deposits;

public class PayerPageTokensTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] Other = RandomNumberGenerator.GetBytes(32);

    private static readonly PayerSubject Order = new PayerSubject.OfOrder("dep_332rk2xbvqsx9wq06vyvf7v6b4");
    private static readonly PayerSubject Address = new PayerSubject.OfAddress("shop_pay", "u-1", "tron");

    public static TheoryData<string, string, string> Addresses =>
        new()
        {
            { "a", "b", "c" },
            { new string('a', 32), new string('@', 64), "bsc" },
            { "shop", "shop", "a network with a long name" },
        };

    [Fact]
    public void A_token_opens_to_what_it_was_made_of()
    {
        var tokens = Under(Key);

        Assert.Equal(Order, tokens.Open(Token(tokens, Order)));
        Assert.Equal(Address, tokens.Open(Token(tokens, Address)));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void Ids_of_any_length_come_back(string account, string customer, string network)
    {
        var tokens = Under(Key);
        var subject = new PayerSubject.OfAddress(account, customer, network);

        Assert.Equal(subject, tokens.Open(Token(tokens, subject)));
    }

    [Fact]
    public void The_same_thing_has_the_same_page_and_two_things_have_two()
    {
        var tokens = Under(Key);

        Assert.Equal(tokens.Url(Address), tokens.Url(new PayerSubject.OfAddress("shop_pay", "u-1", "tron")));
        Assert.NotEqual(tokens.Url(Address), tokens.Url(new PayerSubject.OfAddress("shop_pay", "u-2", "tron")));
        Assert.NotEqual(tokens.Url(Address), Under(Other).Url(Address));
    }

    [Fact]
    public void A_token_says_nothing_not_even_how_long_an_id_is()
    {
        var tokens = Under(Key);

        var some = new[] { "u", "u-10001", "customer-1000" }
            .Select(customer => Token(tokens, new PayerSubject.OfAddress("shop_pay", customer, "tron")))
            .ToList();

        Assert.Single(some.Select(token => token.Length).Distinct());
        Assert.Equal(3, some.Select(token => token[..8]).Distinct().Count());
        Assert.DoesNotContain("tron", Convert.ToBase64String(Base64Url.DecodeFromChars(some[0])), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_token_with_any_bit_changed_opens_to_nothing()
    {
        var tokens = Under(Key);
        var bytes = Base64Url.DecodeFromChars(Token(tokens, Address));

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var forged = (byte[])bytes.Clone();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(tokens.Open(Base64Url.EncodeToString(forged)));
        }
    }

    [Fact]
    public void A_token_that_is_cut_or_longer_opens_to_nothing()
    {
        var tokens = Under(Key);
        var token = Token(tokens, Order);

        Assert.All(Enumerable.Range(0, token.Length), length => Assert.Null(tokens.Open(token[..length])));
        Assert.Null(tokens.Open(token + "A"));
        Assert.Null(tokens.Open(new string('A', 5000)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("é")]
    [InlineData("../../health")]
    [InlineData("dep_332rk2xbvqsx9wq06vyvf7v6b4")]
    public void What_is_no_token_opens_to_nothing(string text) => Assert.Null(Under(Key).Open(text));

    [Fact]
    public void Another_hub_s_token_opens_to_nothing() => Assert.Null(Under(Other).Open(Token(Under(Key), Order)));

    [Fact]
    public void During_a_rotation_tokens_of_both_keys_open_and_new_ones_are_of_the_new_one()
    {
        var (before, during, after) = (Under(Key), Under(Other, Key), Under(Other));

        Assert.Equal(Order, during.Open(Token(before, Order)));
        Assert.Equal(Token(after, Order), Token(during, Order));
        Assert.Null(after.Open(Token(before, Order)));
    }

    [Fact]
    public void Without_a_master_key_there_are_no_pages()
    {
        Assert.Null(PayerPagesOff.Tokens.Url(Order));
        Assert.Null(PayerPagesOff.Tokens.Open(Token(Under(Key), Order)));
    }

    private static PayerPageTokens Under(params byte[][] keys) =>
        new(TestDirectory.With(TestDirectory.Settings with { MasterKeys = new MasterKeys(keys) }), NullLogger<PayerPageTokens>.Instance);

    private static string Token(PayerPageTokens tokens, PayerSubject subject) => tokens.Url(subject)!["https://hub.example/pay/".Length..];
}

/// <summary>A hub without a master key.</summary>
internal static class PayerPagesOff
{
    public static PayerPageTokens Tokens { get; } = new(TestDirectory.With(TestDirectory.Settings), NullLogger<PayerPageTokens>.Instance);
}
