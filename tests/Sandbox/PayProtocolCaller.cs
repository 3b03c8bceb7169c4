using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PaymentHub.Tests.Sandbox;

/// <summary>A Pay Protocol client that signs by the documentation, written apart from both the hub's and the sandbox's code.</summary>
internal sealed class PayProtocolCaller(string baseUrl, string key, string secret, TimeProvider clock)
{
    private static readonly HttpClient Http = new();

    /// <summary>Sent instead of the right timestamp.</summary>
    public string? Timestamp { get; set; }

    /// <summary>Sent instead of the right signature.</summary>
    public string? Signature { get; set; }

    public Task<(HttpStatusCode Status, JsonNode Json)> GetAsync(string pathAndQuery) => SendAsync(HttpMethod.Get, pathAndQuery, "");

    public Task<(HttpStatusCode Status, JsonNode Json)> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    private async Task<(HttpStatusCode Status, JsonNode Json)> SendAsync(HttpMethod method, string target, string body)
    {
        var timestamp = Timestamp ?? clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = Encoding.UTF8.GetBytes(timestamp + method.Method + "/api/mer" + target + body);
        using var request = new HttpRequestMessage(method, baseUrl + "/api/mer" + target);
        request.Headers.Add("X-PAY-KEY", key);
        request.Headers.Add("X-PAY-TIMESTAMP", timestamp);
        request.Headers.TryAddWithoutValidation(
            "X-PAY-SIGN",
            Signature ?? Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))
        );
        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await Http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
