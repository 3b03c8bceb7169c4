using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using PaymentHub.Sandbox.Keys;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>Callbacks made by hand, signed as each provider's documentation says, for everything that a provider would not send.</summary>
internal sealed class SignedCallback
{
    private SignedCallback(string contentType, string body)
    {
        ContentType = contentType;
        Body = Encoding.UTF8.GetBytes(body);
    }

    public string ContentType { get; set; }

    public byte[] Body { get; set; }

    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>Pay Protocol: HMAC-SHA256 over timestamp, method, path and body, in headers.</summary>
    public static SignedCallback PayProtocol(PayProtocolKeys keys, Uri url, string body, TimeSpan age = default)
    {
        var timestamp = (TimeProvider.System.GetUtcNow() - age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(keys.ApiSecret),
            Encoding.UTF8.GetBytes(timestamp + "POST" + url.AbsolutePath + body)
        );
        return new SignedCallback("application/json", body)
        {
            Headers =
            {
                ["X-PAY-KEY"] = keys.ApiKey,
                ["X-PAY-TIMESTAMP"] = timestamp,
                ["X-PAY-SIGN"] = Convert.ToBase64String(signature),
            },
        };
    }

    /// <summary>USDT gateway: RSA with SHA-512 over the text of data.</summary>
    public static SignedCallback Gateway(GatewayKeys keys, string data, string subject = "recharge_callback")
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Convert.FromBase64String(keys.GatewayPrivateKey), out _);
        var signature = rsa.SignData(Encoding.UTF8.GetBytes(data), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
        return new SignedCallback(
            "application/json",
            $$"""{"signature":"{{Convert.ToBase64String(signature)}}","subject":"{{subject}}","data":{{data}}}"""
        );
    }

    /// <summary>MPay: MD5 over the sorted fields and the key.</summary>
    public static SignedCallback MPay(MPayKeys keys, params (string Name, string Value)[] fields)
    {
        var source =
            string.Join('&', fields.OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => $"{field.Name}={field.Value}"))
            + keys.Md5Key;
        var sign = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(source)));
        var form = fields.Append(("sign", sign)).Select(field => $"{field.Item1}={Uri.EscapeDataString(field.Item2)}");
        return new SignedCallback("application/x-www-form-urlencoded", string.Join('&', form));
    }

    /// <summary>Replaces text in the body, after it was signed.</summary>
    public SignedCallback Altered(string from, string to)
    {
        var text = Encoding.UTF8.GetString(Body);
        Assert.Contains(from, text, StringComparison.Ordinal);
        Body = Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal));
        return this;
    }

    /// <summary>Changes it in any way.</summary>
    public SignedCallback With(Action<SignedCallback> change)
    {
        change(this);
        return this;
    }

    /// <summary>The callback, with the account whose URL it is posted to.</summary>
    public (SignedCallback Callback, string Account) For(string account) => (this, account);

    /// <summary>Posts it and returns the status, the answer's media type and its body.</summary>
    public async Task<(int Status, string? MediaType, string Body)> PostAsync(Uri url)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Body) };
        if (ContentType.Length > 0)
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }
}
