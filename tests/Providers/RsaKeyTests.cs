using System.Security.Cryptography;
using System.Text;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers;

public sealed class RsaKeyTests
{
    // The gateway's published key. Its documentation labels this SPKI structure as if it were PKCS#1.
    internal const string Published =
        "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDBMcWLwitjAj1OMqpOStl0iqNPuWYmKzhBbWbgTFw0klkN3Ebz/Ewz0zvrwgIYWEK6o6qAZGcUh3IiAAVlTaCVzHiTNlM7bPn2S3jn6SJAwfG591EwT/B+7ZzgIKrsnrMFtwrmCQIF+lOf22PuA1DiTsF6Q5nOt2q1K5cQntc59QIDAQAB";

    public static TheoryData<string> Spellings =>
        new()
        {
            Published,
            Published[..64] + "\n" + Published[64..128] + "\r\n" + Published[128..] + "\n",
            $"-----BEGIN RSA PUBLIC KEY-----\n{Published}\n-----END RSA PUBLIC KEY-----",
            $"-----BEGIN PUBLIC KEY-----\r\n{Published}\r\n-----END PUBLIC KEY-----\r\n",
            $"-----BEGIN GATEWAY-----{Published}-----END GATEWAY-----",
            $@"-----BEGIN PUBLIC KEY-----\n{Published}\n-----END PUBLIC KEY-----\n",
            Convert.ToBase64String(Encoding.ASCII.GetBytes($"-----BEGIN PUBLIC KEY-----\n{Published}\n-----END PUBLIC KEY-----\n")),
            Convert.ToBase64String(Pkcs1()),
            $"-----BEGIN PUBLIC KEY-----\n{Convert.ToBase64String(Pkcs1())}\n-----END PUBLIC KEY-----",
        };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void A_public_key_is_read_in_every_spelling_whatever_its_label(string text)
    {
        using var key = Assert.IsType<RsaKey>(RsaKey.ReadPublic(text)).Open();

        Assert.Equal(Published, Convert.ToBase64String(key.Rsa.ExportSubjectPublicKeyInfo()));
    }

    [Fact]
    public void A_private_key_is_read_as_PEM_and_as_base64()
    {
        using var made = TestKeys.Merchant;

        foreach (var text in new[] { made.ExportPkcs8PrivateKeyPem(), Convert.ToBase64String(made.ExportPkcs8PrivateKey()) })
        {
            using var key = Assert.IsType<RsaKey>(RsaKey.ReadPrivate(text)).Open();
            Assert.Equal(made.ExportPkcs8PrivateKey(), key.Rsa.ExportPkcs8PrivateKey());
        }
    }

    [Fact]
    public void A_key_stays_open_for_the_next_use_and_is_never_in_use_twice_at_once()
    {
        var key = RsaKey.ReadPublic(Published)!;

        var one = key.Open();
        var other = key.Open();
        var first = one.Rsa;
        Assert.NotSame(first, other.Rsa);
        one.Dispose();
        other.Dispose();
        using var next = key.Open();
        using var afterThat = key.Open();

        Assert.Same(other.Rsa, next.Rsa);
        Assert.NotSame(next.Rsa, afterThat.Rsa);
        Assert.Throws<ObjectDisposedException>(() => first.ExportSubjectPublicKeyInfo());
        Assert.Equal(Published, Convert.ToBase64String(next.Rsa.ExportSubjectPublicKeyInfo()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key")]
    [InlineData("AAAA")]
    [InlineData("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----")]
    public void What_is_no_key_is_none(string text)
    {
        Assert.Null(RsaKey.ReadPublic(text));
        Assert.Null(RsaKey.ReadPrivate(text));
    }

    [Fact]
    public void A_public_key_with_something_behind_it_is_none()
    {
        Assert.Null(RsaKey.ReadPublic(Convert.ToBase64String([.. Convert.FromBase64String(Published), 0])));
    }

    [Fact]
    public void A_public_key_is_no_private_key_and_the_other_way_round()
    {
        using var made = TestKeys.Merchant;

        Assert.Null(RsaKey.ReadPrivate(Published));
        Assert.Null(RsaKey.ReadPublic(made.ExportPkcs8PrivateKeyPem()));
    }

    private static byte[] Pkcs1()
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(Convert.FromBase64String(Published), out _);
        return rsa.ExportRSAPublicKey();
    }
}
