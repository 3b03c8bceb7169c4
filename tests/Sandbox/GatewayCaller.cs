using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Sandbox.Keys;

namespace PaymentHub.Tests.Sandbox;

/// <summary>A client of the USDT gateway by the documentation, written apart from both the hub's and the sandbox's code.</summary>
internal sealed class GatewayCaller(string baseUrl, GatewayKeys keys)
{
    private static readonly HttpClient Http = new();

    public async Task<JsonNode> AskAsync(string endpoint, string data, CancellationToken cancellationToken = default)
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Convert.FromBase64String(keys.MerchantPrivateKey), out _);
        var signature = Convert.ToBase64String(rsa.SignData(Encoding.UTF8.GetBytes(data), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1));
        var body = $$"""{"app_id":{{keys.AppId}},"api_key":"{{keys.ApiKey}}","signature":"{{signature}}","data":{{data}}}""";
        using var response = await Http.PostAsync(
            $"{baseUrl}/{endpoint}",
            new StringContent(body, Encoding.UTF8, "application/json"),
            cancellationToken
        );
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
    }

    public Task<JsonNode> WithdrawAsync(
        string order,
        string amount = "51.5",
        string address = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        CancellationToken cancellationToken = default
    ) =>
        AskAsync(
            "v1/withdraw",
            $$"""{"identify":"alice","order_id":"{{order}}","amount":{{amount}},"withdraw_address":"{{address}}"}""",
            cancellationToken
        );

    public bool IsSigned(string data, string signature)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(Convert.FromBase64String(keys.GatewayPublicKey), out _);
        return rsa.VerifyData(Encoding.UTF8.GetBytes(data), Convert.FromBase64String(signature), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
    }
}
