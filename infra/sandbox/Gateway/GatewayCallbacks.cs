using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PaymentHub.Sandbox.Callbacks;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.Gateway;

/// <summary>Makes and sends the gateway's callbacks.</summary>
internal sealed class GatewayCallbacks(GatewaySandboxOptions options, CallbackSender sender)
{
    private const int Tron = 3;
    private const int Usdt = 32;
    private static readonly Dictionary<string, string> NoHeaders = [];
    private static readonly JsonSerializerOptions Spaced = new(SandboxJson.Wire) { WriteIndented = true };

    public Task<Delivery> SendAsync(GatewayCredentials account, Uri url, GatewayNews news, Distortion faults)
    {
        var body = Body(account, news.Distorted(faults), faults);
        return sender.SendAsync(
            new(news.OrderId, faults, () => new(url, "application/json", body, NoHeaders), static answer => IsAcknowledged(answer))
        );
    }

    private string Body(GatewayCredentials account, GatewayNews told, Distortion faults)
    {
        var data = Data(told, faults);
        var compact = data.ToJsonString(SandboxJson.Wire);
        var signature = Sign(account, compact, faults);

        data = faults.Has(FaultKind.CallbackAltered) ? Data(told with { Amount = "9" + told.Amount }, faults) : data;
        var sent = data.ToJsonString(options.SpacedData ? Spaced : SandboxJson.Wire);

        // Put together by hand: the signed text of data must go out byte for byte.
        var fields = new List<string>();
        if (!faults.Has(FaultKind.CallbackUnsigned))
        {
            fields.Add($"\"signature\":\"{signature}\"");
        }

        if (!options.SubjectInsideData)
        {
            fields.Add($"\"subject\":\"{told.Subject(options.SubjectInCamelCase ?? false)}\"");
        }

        fields.Add($"\"data\":{sent}");
        return "{" + string.Join(',', fields) + "}";
    }

    private JsonObject Data(GatewayNews told, Distortion faults)
    {
        var data = new JsonObject
        {
            ["identify"] = told.Identify,
            ["chain_type"] = Tron,
            ["contract_type"] = faults.Currency is { } currency ? currency.Number(Usdt + 1) : Usdt,
            ["retry_id"] = $"auto_{told.OrderId}_{told.TransactionId}_{told.Identify}",
            ["order_id"] = told.OrderId,
        };
        if (told.TransactionId is { } transaction)
        {
            data["transaction_id"] = transaction;
        }

        data["amount"] = JsonNode.Parse(told.Amount);
        if (options.SubjectInsideData)
        {
            data["subject"] = told.Subject(options.SubjectInCamelCase ?? true);
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

/// <summary>What a callback of the gateway tells.</summary>
/// <param name="Kind">"recharge" or "withdraw": the first word of the subject.</param>
/// <param name="OrderId">A recharge: the gateway's id; a withdrawal: the merchant's.</param>
/// <param name="TransactionId">null: there is none.</param>
/// <param name="Amount">A JSON number.</param>
internal sealed record GatewayNews(string Kind, string Identify, string OrderId, string? TransactionId, string Amount)
{
    public static GatewayNews Of(GatewayRecharge recharge) =>
        new("recharge", recharge.Identify, recharge.OrderId, recharge.TransactionId, recharge.Amount);

    public static GatewayNews Of(GatewayWithdrawal withdrawal) =>
        new("withdraw", withdrawal.Identify, withdrawal.OrderId, withdrawal.TransactionId, withdrawal.Amount);

    /// <summary>"recharge_callback" or "rechargeCallback".</summary>
    public string Subject(bool camelCase) => Kind + (camelCase ? "Callback" : "_callback");

    public GatewayNews Distorted(Distortion faults) =>
        this with
        {
            Identify = faults.Customer is { } other ? other.Value ?? "somebody_else" : Identify,
            TransactionId = faults.Has(FaultKind.CallbackWithoutTransaction) ? null : TransactionId,
            Amount = faults.Amount is { } wrong ? Wire.AmountText.JsonNumber(wrong.Value ?? "10" + Amount) : Amount,
        };
}

/// <summary>RSASSA-PKCS1-v1_5 with SHA-512 over the text of data: weak at 1024 bits, but the gateway's choice.</summary>
internal static class GatewaySigner
{
    /// <summary>Throws now what a key that cannot be read would throw at the first request.</summary>
    public static void CheckKeys(GatewayCredentials account)
    {
        using var merchant = RsaKeys.ReadPublic(account.MerchantPublicKey);
        using var gateway = RsaKeys.ReadPrivate(account.GatewayPrivateKey);
    }

    public static string Sign(string privateKey, byte[] data)
    {
        using var rsa = RsaKeys.ReadPrivate(privateKey);
        return Convert.ToBase64String(rsa.SignData(data, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1));
    }

    public static bool Verify(string publicKey, byte[] data, string signature)
    {
        var bytes = new byte[signature.Length];
        if (!Convert.TryFromBase64String(signature, bytes, out var length))
        {
            return false;
        }

        using var rsa = RsaKeys.ReadPublic(publicKey);
        return rsa.VerifyData(data, bytes.AsSpan(0, length), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
    }
}
