using System.Security.Cryptography;
using System.Text;
using PaymentHub.Providers;
using PaymentHub.Providers.MPay;

namespace PaymentHub.Tests.Providers.MPay;

/// <summary>An account at MPay, and MPay's side of its signature and cipher written a second time.</summary>
internal sealed class MPayBench : IDisposable
{
    public const string Md5Key = "merchmd5Key";
    public const string OurId = "dep_0123456789abcdefghjkmnpqrs";

    public MPayBench(params ReadOnlySpan<(string Name, string Value)> settings) => Account = Bench.Open("https://mpay.example", settings);

    public ProviderBench Bench { get; } = new("mpay", MPayServices.AddMPay, Settings());

    public ProviderAccount Account { get; }

    public StubWire Wire => Bench.Wire;

    /// <summary>A form whose fields, given in order and without anything to encode, are signed as they stand.</summary>
    public static Callback Signed(string sortedFields) => Received.Form($"{sortedFields}&sign={Md5(sortedFields + Md5Key)}");

    public static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>What MPay makes of an encrypted body.</summary>
    public static string Decrypt(byte[] body, RSAEncryptionPadding padding)
    {
        using var rsa = TestKeys.MPay;
        return Encoding.UTF8.GetString(body.Chunk(256).SelectMany(block => rsa.Decrypt(block, padding)).ToArray());
    }

    public void Dispose() => Bench.Dispose();

    private static Dictionary<string, string?> Settings()
    {
        using var rsa = TestKeys.MPay;
        return new Dictionary<string, string?>
        {
            ["MerchId"] = "10017",
            ["Md5Key"] = Md5Key,
            ["PublicKey"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem())),
        };
    }
}
