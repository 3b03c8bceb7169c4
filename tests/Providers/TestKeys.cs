using System.Security.Cryptography;

namespace PaymentHub.Tests.Providers;

/// <summary>Keys made for this run, of the sizes that the providers use. Opened anew for each use.</summary>
internal static class TestKeys
{
    private static readonly Lazy<byte[]> LazyGateway = new(() => Make(1024));
    private static readonly Lazy<byte[]> LazyMerchant = new(() => Make(1024));
    private static readonly Lazy<byte[]> LazyOther = new(() => Make(1024));
    private static readonly Lazy<byte[]> LazyMPay = new(() => Make(2048));

    public static RSA Gateway => Open(LazyGateway.Value);

    public static RSA Merchant => Open(LazyMerchant.Value);

    public static RSA Other => Open(LazyOther.Value);

    public static RSA MPay => Open(LazyMPay.Value);

    private static byte[] Make(int bits)
    {
        using var rsa = RSA.Create(bits);
        return rsa.ExportPkcs8PrivateKey();
    }

    private static RSA Open(byte[] pkcs8)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(pkcs8, out _);
        return rsa;
    }
}
