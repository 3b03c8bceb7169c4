using System.Text;
using System.Text.Json;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.Gateway;

/// <summary>The gateway's API.</summary>
internal sealed class GatewayEndpoints(GatewaySandbox gateway)
{
    private const int Good = 8001;
    private const int SystemError = 8002;

    public void Map(IEndpointRouteBuilder app)
    {
        Post(app, "v1/recharge", Recharge);
        Post(app, "v1/withdraw", Withdraw);
    }

    public static Answer Refuse(int code, string outcome) => Wire.Answer.Json(new { code }, outcome);

    private void Post(IEndpointRouteBuilder app, string endpoint, Func<GatewayCredentials, JsonElement, Answer> call) =>
        app.MapPost("/" + endpoint, context => gateway.Pipeline.AnswerAsync(context, endpoint, body => Answer(body, call)));

    /// <summary>The reason of a refusal is in the log only: the gateway says nothing but its number.</summary>
    private Answer Answer(byte[] body, Func<GatewayCredentials, JsonElement, Answer> call)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Verified(json.RootElement, call);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            return Refuse(SystemError, "malformed");
        }
    }

    private Answer Verified(JsonElement request, Func<GatewayCredentials, JsonElement, Answer> call)
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

        return call(account, data) with
        {
            Account = account.Name,
        };
    }

    private Answer Recharge(GatewayCredentials account, JsonElement data) =>
        data.GetProperty("identify").GetString() is { Length: > 0 } identify
            ? Wire.Answer.Json(new { code = Good, data = new { address = gateway.AddUser(account.Name, identify).Address } })
            : Refuse(SystemError, "malformed");

    private Answer Withdraw(GatewayCredentials account, JsonElement data)
    {
        var withdrawal = new GatewayWithdrawal
        {
            Account = account.Name,
            Id = 0,
            Identify = data.GetProperty("identify").GetString() ?? "",
            OrderId = data.GetProperty("order_id").GetString() ?? "",
            Amount = data.GetProperty("amount").GetRawText(),
            WithdrawAddress = data.GetProperty("withdraw_address").GetString() ?? "",
            CreatedAt = default,
        };
        if (
            withdrawal is { Identify: "" } or { OrderId: "" }
            || data.GetProperty("amount").GetDecimal() <= 0
            || !TronAddress.IsOne(withdrawal.WithdrawAddress)
        )
        {
            return Refuse(SystemError, "malformed");
        }

        var (taken, afterwards) = gateway.Withdrawals.Take(withdrawal);
        return taken
            ? Wire.Answer.Json(new { code = Good, data = new { order_id = withdrawal.OrderId } }) with
            {
                Afterwards = afterwards,
            }
            : Refuse(gateway.Options.WithdrawalExistsCode, "order_id exists");
    }
}
