using System.Security.Cryptography;
using System.Text;
using PaymentHub.Providers;
using PaymentHub.Providers.UsdtGateway;

namespace PaymentHub.Tests.Providers.UsdtGateway;

/// <summary>An account at the USDT gateway, and the gateway's side of its signature written a second time.</summary>
internal sealed class UsdtGatewayBench : IDisposable
{
    public const string TransactionId = "53a3784a795a5524a4f960b90c0155c6d8c152255dcb56266a6ed23ce66b47a0";

    public const string OurId = "wd_0123456789abcdefghjkmnpqrs";

    public const string Recharge =
        $$"""{"identify":"user-1","chain_type":3,"contract_type":32,"retry_id":"auto_1","order_id":"1739182736451827364","transaction_id":"{{TransactionId}}","amount":51.5}""";

    public const string Withdrawal =
        $$"""{"identify":"user-1","chain_type":3,"contract_type":32,"retry_id":"auto_1","order_id":"{{OurId}}","transaction_id":"{{TransactionId}}","amount":20}""";

    public UsdtGatewayBench(params ReadOnlySpan<(string Name, string Value)> settings) => Account = Bench.Open("https://gateway.example", settings);

    public ProviderBench Bench { get; } = new("usdt_gateway", UsdtGatewayServices.AddUsdtGateway, Settings());

    public ProviderAccount Account { get; }

    public StubWire Wire => Bench.Wire;

    /// <summary>A callback whose data is signed as it stands, with a subject beside the data.</summary>
    public static Callback Signed(string data, string? subject = "recharge_callback") => Body(data, Sign(data), subject);

    public static Callback Body(string data, string signature, string? subject = "recharge_callback") =>
        Received.Json($$"""{"signature":"{{signature}}",{{(subject is null ? "" : $"\"subject\":\"{subject}\",")}}"data":{{data}}}""");

    public static string Sign(string data)
    {
        using var key = TestKeys.Gateway;
        return Sign(data, key);
    }

    public static string Sign(string data, RSA key) =>
        Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(data), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1));

    public void Dispose() => Bench.Dispose();

    public static Dictionary<string, string?> Settings()
    {
        using var merchant = TestKeys.Merchant;
        using var gateway = TestKeys.Gateway;
        return new Dictionary<string, string?>
        {
            ["AppId"] = "1003",
            ["ApiKey"] = "api_key",
            ["PrivateKey"] = merchant.ExportPkcs8PrivateKeyPem(),
            ["GatewayPublicKey"] = gateway.ExportSubjectPublicKeyInfoPem(),
        };
    }
}
