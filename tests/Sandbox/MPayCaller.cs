using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Sandbox.Keys;

namespace PaymentHub.Tests.Sandbox;

/// <summary>An MPay client by the documentation, written apart from both the hub's and the sandbox's code.</summary>
internal sealed class MPayCaller(string baseUrl, MPayKeys keys)
{
    private static readonly HttpClient Http = new();

    public string Md5Key { get; set; } = keys.Md5Key;

    public string PublicKey { get; set; } = keys.PublicKey;

    public DateTimeOffset Now { get; set; } = TimeProvider.System.GetUtcNow();

    public async Task<JsonNode> AskAsync(string endpoint, string json)
    {
        var (merchId, t) = (keys.MerchId.ToString(CultureInfo.InvariantCulture), Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        var body = Encrypt(json);
        using var content = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["merchId"] = merchId,
                ["body"] = body,
                ["t"] = t,
                ["key"] = Md5(merchId + body + t + Md5Key),
            }
        );
        using var response = await Http.PostAsync($"{baseUrl}/api/{keys.Version}/merch/{endpoint}", content);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    public static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    private string Encrypt(string json)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(PublicKey)));
        var (padding, room) = keys.Version == "v2" ? (RSAEncryptionPadding.OaepSHA256, 66) : (RSAEncryptionPadding.Pkcs1, 11);
        var blocks = Encoding.UTF8.GetBytes(json).Chunk((rsa.KeySize / 8) - room).Select(block => rsa.Encrypt(block, padding));
        return Convert.ToBase64String([.. blocks.SelectMany(block => block)]);
    }
}
