using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using PaymentHub.Merchants;

namespace PaymentHub.Tests.Merchants;

public sealed class MasterKeysTests
{
    private static readonly (string, string, string) Place = ("shop", "account|shop_pay", "Sealed");
    private static readonly string Old = Key();
    private static readonly string New = Key();

    [Fact]
    public void What_is_sealed_for_a_place_is_opened_there_and_nowhere_else()
    {
        var keys = Read(Old).Keys;

        var text = keys.Seal("a secret é", Place);

        Assert.Equal("a secret é", keys.Open(text, Place));
        Assert.Null(keys.Open(text, Place with { Item1 = "market" }));
        Assert.Null(keys.Open(text, Place with { Item2 = "account|shop_usdt" }));
        Assert.Null(keys.Open(text, Place with { Item3 = "Values" }));
        Assert.NotEqual(text, keys.Seal("a secret é", Place));
        Assert.DoesNotContain("a secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_altered_or_cut_is_not_opened()
    {
        var keys = Read(Old).Keys;
        var text = keys.Seal("secret", Place);
        var bytes = Convert.FromBase64String(text.Split('.')[1]);
        bytes[^1] ^= 1;

        Assert.Null(keys.Open($"{text.Split('.')[0]}.{Convert.ToBase64String(bytes)}", Place));
        Assert.All(
            (string[])["", ".", text.Split('.')[0], $"{text.Split('.')[0]}.AAAA", $"{text.Split('.')[0]}.no base64", text[..^8]],
            broken => Assert.Null(keys.Open(broken, Place))
        );
    }

    [Fact]
    public void During_a_rotation_both_keys_open_and_the_first_one_seals()
    {
        var (old, both, only) = (Read(Old).Keys, Read(New, Old).Keys, Read(New).Keys);

        Assert.Equal("x", both.Open(old.Seal("x", Place), Place));
        Assert.Equal("x", only.Open(both.Seal("x", Place), Place));
        Assert.Null(only.Open(old.Seal("x", Place), Place));
        Assert.Equal((only.Current, old.Current), (MasterKeys.SealedBy(both.Seal("x", Place)), MasterKeys.SealedBy(old.Seal("x", Place))));
    }

    [Fact]
    public void No_key_is_printed()
    {
        var keys = Read(Old).Keys;

        Assert.DoesNotContain(Old, $"{keys} {keys.Current}", StringComparison.Ordinal);
        Assert.False(MasterKeys.None.Any);
    }

    [Fact]
    public void A_key_of_another_length_or_a_third_one_is_a_mistake_that_names_no_key()
    {
        Assert.All(
            (string[][])
                [
                    ["AAAA"],
                    ["no base64 at all but long enough to be a key, one would think"],
                    [Old, New, Key()],
                ],
            texts =>
            {
                var mistake = Assert.Single(Read(texts).Mistakes);
                Assert.StartsWith("PaymentHub__MasterKeys", mistake, StringComparison.Ordinal);
                Assert.All(texts, text => Assert.DoesNotContain(text, mistake, StringComparison.Ordinal));
            }
        );
    }

    private static string Key() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static (MasterKeys Keys, List<string> Mistakes) Read(params string[] keys)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(keys.Select((key, i) => KeyValuePair.Create($"PaymentHub:MasterKeys:{i}", (string?)key)))
            .Build();
        var mistakes = new List<string>();
        return (MasterKeys.Read(new SettingsReader(settings.GetSection("PaymentHub"), mistakes)), mistakes);
    }
}
