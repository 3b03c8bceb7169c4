using System.Net.Http.Headers;
using System.Text.Json;
using PaymentHub.Money;

namespace PaymentHub.Providers.UsdtGateway;

/// <summary>The gateway's API.</summary>
internal sealed class UsdtGatewayClient(ProviderHttpClient http, UsdtGatewaySignature signature, UsdtGatewayOptions options, Uri baseUrl)
{
    /// <summary>A customer's deposit address. There is one per customer, so asking again gives the same.</summary>
    public async Task<ProviderResult<string>> RechargeAsync(string identify, CancellationToken cancellationToken)
    {
        var data = JsonSerializer.SerializeToUtf8Bytes(new { identify });
        var response = await http.SendRepeatableAsync("/v1/recharge", () => Request("/v1/recharge", data), cancellationToken);
        return ProviderEnvelope.Read(response, UsdtGatewayOptions.GoodCode, "msg", "message").Then(Address);
    }

    /// <summary>Sends a withdrawal, once. The result comes by callback and in no other way.</summary>
    public async Task<SubmissionResult> WithdrawAsync(WithdrawalRequest request, CancellationToken cancellationToken)
    {
        var data = Data(json =>
        {
            json.WriteString("identify", request.CustomerId);
            json.WriteString("order_id", request.OrderId);
            json.WritePropertyName("amount");
            // As digits: a decimal written as a number keeps its needless zeros.
            json.WriteRawValue(Amounts.Format(request.Amount));
            json.WriteString("withdraw_address", request.Address);
        });
        var response = await http.SendOnceAsync("/v1/withdraw", () => Request("/v1/withdraw", data), cancellationToken);
        return SubmissionResultReader.Read(response, UsdtGatewayOptions.GoodCode, options.RefusalCodes, null, "msg", "message");
    }

    private static byte[] Data(Action<Utf8JsonWriter> write)
    {
        using var data = new MemoryStream();
        using (var json = new Utf8JsonWriter(data))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return data.ToArray();
    }

    private static ProviderResult<string> Address(JsonElement data)
    {
        var fields = new JsonFields(data);
        var address = fields.Address("address");
        return fields.Wrong is { } wrong
            ? new ProviderResult<string>.Unavailable($"The answer of /v1/recharge cannot be used: {wrong}")
            : new ProviderResult<string>.Good(address);
    }

    private HttpRequestMessage Request(string endpoint, byte[] data)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteNumber("app_id", options.AppId);
            json.WriteString("api_key", options.ApiKey);
            json.WriteString("signature", signature.Sign(data));
            json.WritePropertyName("data");
            // Written as it was signed, byte for byte.
            json.WriteRawValue(data);
            json.WriteEndObject();
        }

        var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(HttpMethod.Post, new Uri(baseUrl.AbsoluteUri.TrimEnd('/') + endpoint)) { Content = content };
    }
}
