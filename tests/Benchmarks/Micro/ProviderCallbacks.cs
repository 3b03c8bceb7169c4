using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Providers;
using PaymentHub.Providers.MPay;
using PaymentHub.Providers.PayProtocol;
using PaymentHub.Providers.UsdtGateway;
using PaymentHub.Sandbox;
using PaymentHub.Tests.Support;

namespace PaymentHub.Benchmarks.Micro;

/// <summary>A genuine callback of each provider's, verified and translated, beside the bare check of its signature.</summary>
public class ProviderCallbacks
{
    private const string Path = "/callbacks/0123456789abcdef0123456789abcdef";

    private const string GatewayData =
        """{"identify":"user-1","chain_type":3,"contract_type":32,"retry_id":"auto_1","order_id":"1739182736451827364","transaction_id":"53a3784a795a5524a4f960b90c0155c6d8c152255dcb56266a6ed23ce66b47a0","amount":51.5}""";

    private const string Recharge =
        """{"rechargeId":402,"chainId":1,"currencyId":2,"userId":403,"walletId":391,"walletAddress":"TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1","rechargeStatus":0,"rechargeAmount":"10000000","transferHash":"53a3784a795a5524a4f960b90c0155c6d8c152255dcb56266a6ed23ce66b47a0","fromAddress":"TLBP2BJykHX3AMaxPttaQdYVTChQpCThK3","blockTime":"2024-03-29 17:45:18","createTime":"2024-03-29 17:45:27","uuid":"9190"}""";

    private const string MPayFields = "amount=100&merchOrderId=dep_0123456789abcdefghjkmnpqrs&merchUserId=user-1&status=finish";

    private readonly TestMerchant _merchant = new("alpha");
    private SandboxServer _sandbox = null!;
    private ServiceProvider _services = null!;

    private ProviderAccount _gateway = null!;
    private ProviderAccount _payProtocol = null!;
    private ProviderAccount _mpay = null!;
    private Callback _gatewayCallback = null!;
    private Callback _payProtocolCallback = null!;
    private Callback _mpayCallback = null!;

    private RSA _gatewayKey = null!;
    private byte[] _gatewaySigned = [];
    private byte[] _gatewaySignature = [];
    private byte[] _payProtocolSecret = [];
    private byte[] _payProtocolSigned = [];
    private byte[] _mpaySigned = [];

    [GlobalSetup]
    public async Task StartAsync()
    {
        // For Pay Protocol's list of currencies, which is read once.
        _sandbox = await SandboxServer.StartAsync(_merchant.Keys.ToOptions("alpha"));
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddPayProtocol()
            .AddUsdtGateway()
            .AddMPay()
            .BuildServiceProvider();
        _gateway = Open(_merchant.GatewayAccount);
        _payProtocol = Open(_merchant.PayProtocolAccount);
        _mpay = Open(_merchant.MPayAccount);
        SignGateway();
        SignPayProtocol();
        SignMPay();
        // What is refused would be measured, too, and be quicker.
        foreach (var result in new[] { await Gateway(), await PayProtocol(), await MPay() })
        {
            if (result is not CallbackResult.Verified)
                throw new InvalidOperationException($"A genuine callback came to {result}.");
        }
    }

    [GlobalCleanup]
    public async Task EndAsync()
    {
        _gatewayKey.Dispose();
        await _services.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Benchmark(Description = "USDT gateway: the signature alone, RSA of 1024 bits with SHA-512")]
    public bool GatewayPrimitive() => _gatewayKey.VerifyData(_gatewaySigned, _gatewaySignature, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);

    [Benchmark(Description = "USDT gateway: a callback verified and translated")]
    public Task<CallbackResult> Gateway() => _gateway.ReadAsync(_gatewayCallback, CancellationToken.None);

    [Benchmark(Description = "Pay Protocol: the signature alone, HMAC-SHA256")]
    public byte[] PayProtocolPrimitive() => HMACSHA256.HashData(_payProtocolSecret, _payProtocolSigned);

    [Benchmark(Description = "Pay Protocol: a callback verified and translated")]
    public Task<CallbackResult> PayProtocol() => _payProtocol.ReadAsync(_payProtocolCallback, CancellationToken.None);

    // CA5351: MPay's protocol is MD5.
#pragma warning disable CA5351
    [Benchmark(Description = "MPay: the signature alone, MD5")]
    public byte[] MPayPrimitive() => MD5.HashData(_mpaySigned);
#pragma warning restore CA5351

    [Benchmark(Description = "MPay: a callback verified and translated")]
    public Task<CallbackResult> MPay() => _mpay.ReadAsync(_mpayCallback, CancellationToken.None);

    private ProviderAccount Open(string account)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(_merchant.Settings(_sandbox.BaseUrl))
            .Build()
            .GetSection($"PaymentHub:Merchants:{_merchant.Id}:Accounts:{account}");
        var provider = _services.GetServices<IProvider>().Single(one => one.Name == settings["Provider"]);
        return provider.Open(
            new AccountContext(account, new Uri(settings["BaseUrl"]!), new Uri("https://hub.example" + Path), settings.GetSection("Settings"))
        );
    }

    private void SignGateway()
    {
        using var key = RSA.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(_merchant.Keys.Gateway.GatewayPrivateKey), out _);
        _gatewaySigned = Encoding.UTF8.GetBytes(GatewayData);
        _gatewaySignature = key.SignData(_gatewaySigned, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
        _gatewayKey = RSA.Create(key.ExportParameters(includePrivateParameters: false));
        _gatewayCallback = Received(
            "application/json",
            $$"""{"signature":"{{Convert.ToBase64String(_gatewaySignature)}}","subject":"recharge_callback","data":{{GatewayData}}}"""
        );
    }

    private void SignPayProtocol()
    {
        var callback = Received("application/json", Recharge);
        var timestamp = callback.ReceivedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        _payProtocolSecret = Encoding.UTF8.GetBytes(_merchant.Keys.PayProtocol.ApiSecret);
        _payProtocolSigned = Encoding.UTF8.GetBytes(timestamp + "POST" + Path + Recharge);
        _payProtocolCallback = callback with
        {
            Headers = new Dictionary<string, string>
            {
                ["x-pay-key"] = _merchant.Keys.PayProtocol.ApiKey,
                ["x-pay-timestamp"] = timestamp,
                ["x-pay-sign"] = Convert.ToBase64String(HMACSHA256.HashData(_payProtocolSecret, _payProtocolSigned)),
            },
        };
    }

    private void SignMPay()
    {
        _mpaySigned = Encoding.UTF8.GetBytes(MPayFields + _merchant.Keys.MPay.Md5Key);
        _mpayCallback = Received("application/x-www-form-urlencoded", $"{MPayFields}&sign={Convert.ToHexStringLower(MPayPrimitive())}");
    }

    private static Callback Received(string contentType, string body) =>
        new()
        {
            Body = Encoding.UTF8.GetBytes(body),
            ContentType = contentType,
            Headers = new Dictionary<string, string>(),
            Path = Path,
            Query = "",
            ReceivedAt = TimeProvider.System.GetUtcNow(),
        };
}
