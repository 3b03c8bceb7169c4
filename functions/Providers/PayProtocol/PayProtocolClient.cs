using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>Pay Protocol's API. Every call here may be repeated: queries, and a user that is made once per uuid.</summary>
internal sealed class PayProtocolClient(ProviderExchange exchange, PayProtocolSignature signature, Uri baseUrl, TimeProvider clock)
{
    /// <summary>Makes a user with a wallet on every chain that the merchant has opened.</summary>
    public Task<ProviderResult<JsonElement>> CreateUserAsync(string uuid, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, "/user/create", "", JsonSerializer.SerializeToUtf8Bytes(new { uuid }), cancellationToken);

    /// <summary>A user's wallets.</summary>
    public async Task<ProviderResult<PayProtocolUser>> FindUserAsync(string uuid, CancellationToken cancellationToken) =>
        (await GetAsync("/user/detail", "uuid", uuid, cancellationToken)).Then(data => PayProtocolUser.Read(data, uuid));

    /// <summary>A recharge as the provider sees it now: the same object as in its callback.</summary>
    public async Task<ProviderResult<JsonElement>> FindRechargeAsync(string rechargeId, CancellationToken cancellationToken) =>
        (await GetAsync("/recharge/detail", "rechargeId", rechargeId, cancellationToken)).Then(RefuseEmpty);

    public Task<ProviderResult<JsonElement>> ListChainsAsync(CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Get, "/conf/list/chain", "", [], cancellationToken);

    public Task<ProviderResult<JsonElement>> ListCurrenciesAsync(CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Get, "/conf/list/currency", "", [], cancellationToken);

    private static ProviderResult<JsonElement> RefuseEmpty(JsonElement data) =>
        ProviderEnvelope.IsEmpty(data) ? new ProviderResult<JsonElement>.Absent() : new ProviderResult<JsonElement>.Good(data);

    private Task<ProviderResult<JsonElement>> GetAsync(string endpoint, string name, string value, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Get, endpoint, $"?{name}={Uri.EscapeDataString(value)}", [], cancellationToken);

    private async Task<ProviderResult<JsonElement>> CallAsync(
        HttpMethod method, string endpoint, string query, byte[] body, CancellationToken cancellationToken)
    {
        var address = new Uri(baseUrl.AbsoluteUri.TrimEnd('/') + endpoint + query);
        var answer = await exchange.SendRepeatableAsync(endpoint, () => Request(method, address, body), cancellationToken);
        return ProviderEnvelope.Read(answer, "200", "msg", "description");
    }

    private HttpRequestMessage Request(HttpMethod method, Uri address, byte[] body)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(method, address);
        request.Headers.Add("X-PAY-KEY", signature.ApiKey);
        request.Headers.Add("X-PAY-TIMESTAMP", timestamp);
        // PathAndQuery is what goes out on the wire, and so what the provider sees and signs.
        request.Headers.Add("X-PAY-SIGN", signature.Sign(timestamp, method.Method, address.PathAndQuery, body));
        if (method == HttpMethod.Post)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }
}
