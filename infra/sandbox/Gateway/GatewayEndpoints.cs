using System.Text;
using System.Text.Json;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.Gateway;

/// <summary>The gateway's API.</summary>
internal sealed class GatewayEndpoints(GatewaySandbox gateway)
{
    private const int SystemError = 8002;
    private const string Recharge = "v1/recharge";

    public void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/" + Recharge, context => gateway.Desk.AnswerAsync(context, Recharge, Answer));

    public static Answer Refuse(int code, string outcome) => Wire.Answer.Json(new { code }, outcome);

    /// <summary>The reason of a refusal is in the log only: the gateway says nothing but its number.</summary>
    private Answer Answer(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Answer(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return Refuse(SystemError, "malformed");
        }
    }

    private Answer Answer(JsonElement request)
    {
        var appId = request.GetProperty("app_id").GetInt32();
        var apiKey = request.GetProperty("api_key").GetString();
        var account = gateway.Accounts.FirstOrDefault(one => one.AppId == appId && one.ApiKey == apiKey);
        if (account is null)
        {
            return Refuse(SystemError, "wrong_key");
        }

        var data = request.GetProperty("data");
        var signature = request.GetProperty("signature").GetString() ?? "";
        if (!GatewaySigner.Verify(account.MerchantPublicKey, Encoding.UTF8.GetBytes(data.GetRawText()), signature))
        {
            return Refuse(SystemError, "bad_signature");
        }

        return data.GetProperty("identify").GetString() is { Length: > 0 } identify
            ? Wire.Answer.Json(new { code = 8001, data = new { address = gateway.AddUser(account.Name, identify).Address } }) with { Account = account.Name }
            : Refuse(SystemError, "malformed");
    }
}
