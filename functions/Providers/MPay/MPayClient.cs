using System.Globalization;
using System.Text.Json;
using PaymentHub.Money;

namespace PaymentHub.Providers.MPay;

/// <summary>MPay's API: forms with an encrypted body.</summary>
internal sealed class MPayClient(ProviderHttpClient http, MPaySignature signature, MPayOptions options, AccountContext account, TimeProvider clock)
{
    private readonly MPayCipher _cipher = new(options);

    /// <summary>Makes a page on which the payer pays. Sent once: whether a repeated order id is refused is not documented.</summary>
    public async Task<ProviderResult<PaymentPage>> UpAsync(PaymentPageRequest request, CancellationToken cancellationToken)
    {
        var body = Body(json =>
        {
            json.WriteString("merchOrderId", request.OrderId);
            json.WritePropertyName("amount");
            // As digits: a decimal written as a number keeps its zeros (100.00), and an integer is asked for.
            json.WriteRawValue(Amounts.Format(request.Amount));
            json.WriteString("callBackUrl", account.CallbackUrl.AbsoluteUri);
            json.WriteString("merchUserId", request.CustomerId);
            json.WriteString("currency", options.Currency);
            WriteOptional(json, "returnUrl", request.ReturnUrl);
            WriteOptional(json, "remark", request.Remark);
            WriteOptional(json, "title", request.Title);
        });
        var response = await http.SendOnceAsync("user/up", () => Request("user/up", body), cancellationToken);
        return ProviderEnvelope.Read(response, MPayOptions.GoodCode, "message").Then(data => Page(data, options.Currency));
    }

    /// <summary>Sends a withdrawal, once.</summary>
    public async Task<SubmissionResult> DownAsync(WithdrawalRequest request, CancellationToken cancellationToken)
    {
        var body = Body(json =>
        {
            json.WriteString("merchOrderId", request.OrderId);
            json.WritePropertyName("amount");
            json.WriteRawValue(Amounts.Format(request.Amount));
            json.WriteString("callBackUrl", account.CallbackUrl.AbsoluteUri);
            json.WriteString("userWalletAddress", request.Address);
            json.WriteString("merchUserId", request.CustomerId);
            json.WriteString("currency", options.Currency);
            foreach (var (name, field) in MPayWithdrawals.DetailFields)
                WriteOptional(json, field, request.Details.GetValueOrDefault(name));
        });
        var response = await http.SendOnceAsync("user/down", () => Request("user/down", body), cancellationToken);
        return SubmissionResultReader.Read(response, MPayOptions.GoodCode, options.RefusalCodes, "id", "message");
    }

    /// <summary>An order as MPay sees it now.</summary>
    /// <param name="endpoint">user/checkUpOrder or user/checkDownOrder.</param>
    public async Task<ProviderResult<JsonElement>> CheckOrderAsync(string endpoint, string orderId, CancellationToken cancellationToken)
    {
        var body = Body(json => json.WriteString("merchOrderId", orderId));
        var response = await http.SendQueryAsync(endpoint, () => Request(endpoint, body), cancellationToken);
        return ProviderEnvelope
            .Read(response, MPayOptions.GoodCode, "message")
            .AbsentAt(options.NotFoundCodes)
            .Then<JsonElement, JsonElement>(data =>
                ProviderEnvelope.IsEmpty(data) ? new ProviderResult<JsonElement>.Absent() : new ProviderResult<JsonElement>.Good(data)
            );
    }

    private static ProviderResult<PaymentPage> Page(JsonElement data, string currency)
    {
        var fields = new JsonFields(data);
        // A payer is sent there: nothing but a web address will do.
        var (url, id) = (fields.Web("url"), fields.OptionalScalar("id"));
        return fields.Wrong is { } wrong
            ? new ProviderResult<PaymentPage>.Unavailable($"The answer of user/up cannot be used: {wrong}")
            : new ProviderResult<PaymentPage>.Good(new PaymentPage(url, id) { Currency = currency });
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

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            json.WriteString(name, value);
    }

    private HttpRequestMessage Request(string endpoint, byte[] plain)
    {
        var body = _cipher.Encrypt(plain);
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var address = new Uri($"{account.BaseUrl.AbsoluteUri.TrimEnd('/')}/api/{options.ApiVersion}/merch/{endpoint}");
        return new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent([
                new("merchId", options.MerchId),
                new("body", body),
                new("t", timestamp),
                new("key", signature.RequestKey(body, timestamp)),
            ]),
        };
    }
}
