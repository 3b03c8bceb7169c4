using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>Pay Protocol's API. A call may be repeated unless it says otherwise: queries, and a user that is made once per uuid.</summary>
internal sealed class PayProtocolClient(
    ProviderHttpClient http,
    PayProtocolSignature signature,
    PayProtocolOptions options,
    AccountContext account,
    TimeProvider clock
)
{
    /// <summary>Makes a user with a wallet on every chain that the merchant has opened.</summary>
    public Task<ProviderResult<JsonElement>> CreateUserAsync(string uuid, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, "/user/create", "", JsonSerializer.SerializeToUtf8Bytes(new { uuid }), cancellationToken);

    /// <summary>A user's wallets.</summary>
    public async Task<ProviderResult<PayProtocolUser>> FindUserAsync(string uuid, CancellationToken cancellationToken) =>
        (await GetAsync("/user/detail", "uuid", uuid, cancellationToken)).Then(data => PayProtocolUser.Read(data, uuid));

    /// <summary>One order as the provider sees it now: the same object as in its callback.</summary>
    /// <param name="endpoint">recharge/detail, withdraw/detail or payment/detail.</param>
    /// <param name="name">By which id it is asked for.</param>
    public async Task<ProviderResult<JsonElement>> FindAsync(string endpoint, string name, string value, CancellationToken cancellationToken) =>
        (await GetAsync($"/{endpoint}", name, value, cancellationToken)).Then(RefuseEmpty).AbsentAt(options.NotFoundCodes);

    /// <summary>Has a callback sent again.</summary>
    /// <param name="endpoint">recharge/notify, withdraw/notify or payment/notify.</param>
    public async Task<ProviderResult<bool>> NotifyAsync(string endpoint, string name, string value, CancellationToken cancellationToken) =>
        (await GetAsync($"/{endpoint}", name, value, cancellationToken))
            .Then(_ => new ProviderResult<bool>.Good(true))
            .AbsentAt(options.NotFoundCodes);

    /// <summary>One page of orders that began in a range of time.</summary>
    /// <param name="endpoint">recharge/list or withdraw/list.</param>
    public Task<ProviderResult<JsonElement>> ListAsync(
        string endpoint,
        DateTimeOffset from,
        DateTimeOffset to,
        int page,
        int size,
        CancellationToken cancellationToken
    ) =>
        CallAsync(
            HttpMethod.Get,
            $"/{endpoint}",
            string.Create(
                CultureInfo.InvariantCulture,
                $"?page={page}&size={size}&startTime={from.ToUnixTimeSeconds()}&endTime={to.ToUnixTimeSeconds()}"
            ),
            [],
            cancellationToken
        );

    public Task<ProviderResult<JsonElement>> ListChainsAsync(CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Get, "/conf/list/chain", "", [], cancellationToken);

    public Task<ProviderResult<JsonElement>> ListCurrenciesAsync(CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Get, "/conf/list/currency", "", [], cancellationToken);

    /// <summary>Sends a withdrawal, once.</summary>
    /// <param name="amount">The actual amount as decimal text; the provider's answers say it in smallest units.</param>
    public async Task<SubmissionResult> ApplyWithdrawalAsync(
        PayProtocolRoute route,
        string amount,
        WithdrawalRequest request,
        CancellationToken cancellationToken
    )
    {
        var body = Body(json =>
        {
            WriteRoute(json, route);
            json.WriteString("withdrawAddress", request.Address);
            json.WriteString("withdrawAmount", amount);
            json.WriteString("outTradeNo", request.OrderId);
            json.WriteString("notifyUrl", account.CallbackUrl.AbsoluteUri);
        });
        var response = await PostOnceAsync("/withdraw/apply", body, cancellationToken);
        return SubmissionResultReader.Read(
            response,
            PayProtocolOptions.GoodCode,
            options.RefusalCodes,
            PayProtocolCallback.Withdrawal,
            "msg",
            "description"
        );
    }

    /// <summary>Makes a payment order, sent once: whether a repeated number is refused is not documented.</summary>
    public async Task<ProviderResult<JsonElement>> CreatePaymentOrderAsync(
        PayProtocolRoute route,
        string amount,
        PaymentPageRequest request,
        CancellationToken cancellationToken
    )
    {
        var body = Body(json =>
        {
            json.WritePropertyName("chainId");
            json.WriteRawValue(route.ChainId);
            json.WriteString("description", request.Title ?? request.Remark ?? request.OrderId);
            json.WriteString("outTradeNo", request.OrderId);
            json.WriteNumber("isLegalTender", 0);
            json.WriteString("quoteCurrencySymbol", route.Currency.Symbol);
            json.WriteString("quoteAmount", amount);
            json.WriteString("notifyUrl", account.CallbackUrl.AbsoluteUri);
            if (request.ReturnUrl is { } returnUrl)
                json.WriteString("redirectionUrl", returnUrl);
        });
        var response = await PostOnceAsync("/payment/createPaymentOrder", body, cancellationToken);
        return ProviderEnvelope.Read(response, PayProtocolOptions.GoodCode, "msg", "description");
    }

    private static ProviderResult<JsonElement> RefuseEmpty(JsonElement data) =>
        ProviderEnvelope.IsEmpty(data) ? new ProviderResult<JsonElement>.Absent() : new ProviderResult<JsonElement>.Good(data);

    private static void WriteRoute(Utf8JsonWriter json, PayProtocolRoute route)
    {
        // Ids of digits, checked when the lists were read.
        json.WritePropertyName("chainId");
        json.WriteRawValue(route.ChainId);
        json.WritePropertyName("currencyId");
        json.WriteRawValue(route.CurrencyId);
    }

    private static byte[] Body(Action<Utf8JsonWriter> write)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private Task<ProviderResponse> PostOnceAsync(string endpoint, byte[] body, CancellationToken cancellationToken) =>
        http.SendOnceAsync(endpoint, () => Request(HttpMethod.Post, Address(endpoint), body), cancellationToken);

    private Task<ProviderResult<JsonElement>> GetAsync(string endpoint, string name, string value, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Get, endpoint, $"?{name}={Uri.EscapeDataString(value)}", [], cancellationToken);

    private async Task<ProviderResult<JsonElement>> CallAsync(
        HttpMethod method,
        string endpoint,
        string query,
        byte[] body,
        CancellationToken cancellationToken
    )
    {
        var address = Address(endpoint + query);
        var response =
            method == HttpMethod.Get
                ? await http.SendQueryAsync(endpoint, () => Request(method, address, body), cancellationToken)
                : await http.SendRepeatableAsync(endpoint, () => Request(method, address, body), cancellationToken);
        return ProviderEnvelope.Read(response, PayProtocolOptions.GoodCode, "msg", "description");
    }

    private Uri Address(string endpoint) => new(account.BaseUrl.AbsoluteUri.TrimEnd('/') + endpoint);

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
