using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PaymentHub.Sandbox.Callbacks;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.Gateway;

/// <summary>Makes and sends the gateway's callbacks.</summary>
internal sealed class GatewayCallbacks(GatewaySandboxOptions options, CallbackCourier courier)
{
    private const int Tron = 3;
    private const int Usdt = 32;
    private static readonly Dictionary<string, string> NoHeaders = [];
    private static readonly JsonSerializerOptions Spaced = new(SandboxJson.Wire) { WriteIndented = true };

    public Task<Delivery> SendAsync(GatewayCredentials account, Uri url, GatewayRecharge recharge, Distortion faults)
    {
        var body = Body(account, recharge, faults);
        return courier.SendAsync(new(
            recharge.OrderId, faults, () => new(url, "application/json", body, NoHeaders), static answer => IsAcknowledged(answer)));
    }

    private string Body(GatewayCredentials account, GatewayRecharge recharge, Distortion faults)
    {
        var amount = faults.Amount is { } wrong ? AmountText.JsonNumber(wrong.Value ?? "10" + recharge.Amount) : recharge.Amount;
        var data = Data(recharge, faults, amount);
        var compact = data.ToJsonString(SandboxJson.Wire);
        var signature = Sign(account, compact, faults);

        data = faults.Has(FaultKind.CallbackAltered) ? Data(recharge, faults, "9" + amount) : data;
        var sent = data.ToJsonString(options.SpacedData ? Spaced : SandboxJson.Wire);

        // Put together by hand: the signed text of data must go out byte for byte.
        var fields = new List<string>();
        if (!faults.Has(FaultKind.CallbackUnsigned))
        {
            fields.Add($"\"signature\":\"{signature}\"");
        }

        if (!options.SubjectInsideData)
        {
            fields.Add("\"subject\":\"recharge_callback\"");
        }

        fields.Add($"\"data\":{sent}");
        return "{" + string.Join(',', fields) + "}";
    }

    private JsonObject Data(GatewayRecharge recharge, Distortion faults, string amount)
    {
        var identify = faults.Customer is { } other ? other.Value ?? "somebody_else" : recharge.Identify;
        var data = new JsonObject
        {
            ["identify"] = identify,
            ["chain_type"] = Tron,
            ["contract_type"] = faults.Currency is { } currency ? currency.Number(Usdt + 1) : Usdt,
            ["retry_id"] = $"auto_{recharge.OrderId}_{recharge.TransactionId}_{identify}",
            ["order_id"] = recharge.OrderId,
            ["transaction_id"] = recharge.TransactionId,
            ["amount"] = JsonNode.Parse(amount),
        };
        if (options.SubjectInsideData)
        {
            data["subject"] = "rechargeCallback";
        }

        return data;
    }

    private static string Sign(GatewayCredentials account, string data, Distortion faults)
    {
        var text = Encoding.UTF8.GetBytes(data);
        if (!faults.Has(FaultKind.CallbackWrongKey))
        {
            return GatewaySigner.Sign(account.GatewayPrivateKey, text);
        }

#pragma warning disable CA5385 // The forger's key is as short as the gateway's, so that only the key is wrong.
        using var forger = RSA.Create(1024);
#pragma warning restore CA5385
        return Convert.ToBase64String(forger.SignData(text, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1));
    }

    private static bool IsAcknowledged(CallbackAnswer answer)
    {
        if (answer is not { Status: StatusCodes.Status200OK, MediaType: "application/json", Body: { } body })
        {
            return false;
        }

        try
        {
            return JsonNode.DeepEquals(JsonNode.Parse(body), new JsonObject { ["code"] = 1 });
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
