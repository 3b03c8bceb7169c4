using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PaymentHub.Providers;
using PaymentHub.Providers.PayProtocol;

namespace PaymentHub.Tests.Providers.PayProtocol;

/// <summary>An account at Pay Protocol, and the provider's side of its signature written a second time.</summary>
internal sealed class PayProtocolBench : IDisposable
{
    public const string Secret = "test_secret";

    /// <summary>The documentation's recharge: 10 TRX at 6 decimals.</summary>
    public const string Recharge =
        """{"rechargeId":402,"chainId":1,"currencyId":1,"userId":403,"walletId":391,"walletAddress":"TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1","rechargeStatus":0,"rechargeAmount":"10000000","transferHash":"53a3784a795a5524a4f960b90c0155c6d8c152255dcb56266a6ed23ce66b47a0","fromAddress":"TLBP2BJykHX3AMaxPttaQdYVTChQpCThK3","blockTime":"2024-03-29 17:45:18","createTime":"2024-03-29 17:45:27","uuid":"9190"}""";

    /// <summary>The documentation's withdrawal.</summary>
    public const string Withdrawal =
        """{"withdrawId":1231,"chainId":1,"currencyId":2,"outTradeNo":"202404191522","withdrawStatus":1,"withdrawAddress":"TA1AtPt6bRfFgc4KuXJb9LrJrqxeXiaV2A","withdrawAmount":"1000000","withdrawTime":"2024-04-19 15:22:46"}""";

    public const string Chains =
        """{"code":200,"msg":"success","data":[{"chainId":1,"chainName":"TRON"},{"chainId":2,"chainName":"BNB Smart Chain"},{"chainId":3,"chainName":"Base"}]}""";

    public const string Currencies =
        """{"code":200,"msg":"success","data":[{"currencyId":1,"chainId":1,"name":"TRON","symbol":"TRX","address":"","decimals":6},{"currencyId":2,"chainId":1,"name":"Tether","symbol":"USDT","address":"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t","decimals":6},{"currencyId":2,"chainId":2,"name":"Tether","symbol":"USDT","address":"0x55d398326f99059fF775485246999027B3197955","decimals":18}]}""";

    public PayProtocolBench(params ReadOnlySpan<(string Name, string Value)> settings)
    {
        Bench.Wire.Always(request =>
            request.Address.AbsolutePath switch
            {
                "/api/mer/conf/list/chain" => Chains,
                "/api/mer/conf/list/currency" => Currencies,
                var other => throw new InvalidOperationException($"Nobody expected {other}."),
            }
        );
        Account = Bench.Open("https://pay.example/api/mer", settings);
    }

    public static IReadOnlyDictionary<string, string?> Settings { get; } =
        new Dictionary<string, string?> { ["ApiKey"] = "test_key", ["ApiSecret"] = Secret };

    public ProviderBench Bench { get; } = new("pay_protocol", PayProtocolServices.AddPayProtocol, Settings);

    public ProviderAccount Account { get; }

    public StubWire Wire => Bench.Wire;

    public static Callback Signed(string body, string path = Received.Path, long ahead = 0, string secret = Secret) =>
        Signed(Encoding.UTF8.GetBytes(body), path, ahead, secret);

    public static Callback Signed(byte[] body, string path = Received.Path, long ahead = 0, string secret = Secret)
    {
        var timestamp = (1723971200 + ahead).ToString(CultureInfo.InvariantCulture);
        return Received.Json(
            body,
            ("x-pay-key", "test_key"),
            ("x-pay-timestamp", timestamp),
            ("x-pay-sign", Sign(timestamp, "POST", path, body, secret))
        );
    }

    public static string Sign(string timestamp, string method, string path, byte[] body, string secret = Secret) =>
        Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes(timestamp + method + path), .. body])
        );

    public void Dispose() => Bench.Dispose();
}
