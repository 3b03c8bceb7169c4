using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PaymentHub.Sandbox.Callbacks;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>Makes and sends the provider's callbacks.</summary>
internal sealed class PayProtocolCallbacks(
    PayProtocolSandboxOptions options,
    PayProtocolClock clock,
    PayProtocolCatalogue catalogue,
    CallbackSender sender
)
{
    private readonly PayProtocolWire _wire = new(clock);

    public Task<Delivery> SendAsync(PayProtocolCredentials account, Uri url, PayProtocolRecharge recharge, Distortion faults)
    {
        var told = PayProtocolDistortion.Apply(recharge, faults, catalogue);
        var body = JsonSerializer.Serialize(_wire.Recharge(told), SandboxJson.Wire);
        return SendAsync(account, url, recharge.IdText, body, PayProtocolDistortion.Alter(body, "rechargeAmount", told.RechargeAmount), faults);
    }

    public Task<Delivery> SendAsync(PayProtocolCredentials account, Uri url, PayProtocolWithdrawal withdrawal, Distortion faults)
    {
        var told = PayProtocolDistortion.Apply(withdrawal, faults, catalogue);
        var body = JsonSerializer.Serialize(_wire.Withdrawal(told), SandboxJson.Wire);
        return SendAsync(account, url, withdrawal.IdText, body, PayProtocolDistortion.Alter(body, "withdrawAmount", told.WithdrawAmount), faults);
    }

    public Task<Delivery> SendAsync(PayProtocolCredentials account, Uri url, PayProtocolPaymentOrder order, Distortion faults)
    {
        var told = PayProtocolDistortion.Apply(order, faults, catalogue);
        var body = JsonSerializer.Serialize(PayProtocolWire.Payment(told, catalogue.Currency(null, told.CurrencyId).Symbol), SandboxJson.Wire);
        var altered = PayProtocolDistortion.Alter(body, "expectedAmount", told.ExpectedAmount);
        return SendAsync(
            account,
            url,
            order.OutPaymentNo,
            body,
            told.SettlementAmount is { } received ? PayProtocolDistortion.Alter(body, "settlementAmount", received) : altered,
            faults
        );
    }

    /// <param name="signed">The body that the signature covers.</param>
    /// <param name="altered">The body that a fault may send instead.</param>
    private Task<Delivery> SendAsync(PayProtocolCredentials account, Uri url, string id, string signed, string altered, Distortion faults)
    {
        var sent = faults.Has(FaultKind.CallbackAltered) ? altered : signed;
        CallbackRequest Compose() => new(url, "application/json", sent, Headers(account, url, signed, faults));

        var first = new Lazy<CallbackRequest>(Compose);
        return sender.SendAsync(
            new(
                id,
                faults,
                options.SignEveryAttempt ? Compose : () => first.Value,
                static answer => answer is { Status: StatusCodes.Status200OK, MediaType: "text/plain", Body: "success" }
            )
        );
    }

    private Dictionary<string, string> Headers(PayProtocolCredentials account, Uri url, string body, Distortion faults)
    {
        var age = faults.Find(FaultKind.CallbackStale) is { } stale
            ? stale.Delay == TimeSpan.Zero
                ? TimeSpan.FromHours(1)
                : stale.Delay
            : TimeSpan.Zero;
        var timestamp = PayProtocolClock.Timestamp(clock.Now - age);
        var secret = faults.Has(FaultKind.CallbackWrongKey) ? "not the secret" : account.ApiSecret;
        var path = options.SignCallbackQuery ? url.PathAndQuery : url.AbsolutePath;
        var headers = new Dictionary<string, string>
        {
            [PayProtocolSigner.KeyHeader] = account.ApiKey,
            [PayProtocolSigner.TimestampHeader] = timestamp,
            [PayProtocolSigner.SignHeader] = PayProtocolSigner.Sign(secret, timestamp, "POST", path, Encoding.UTF8.GetBytes(body)),
        };
        if (faults.Has(FaultKind.CallbackUnsigned))
        {
            headers.Remove(PayProtocolSigner.SignHeader);
        }

        return headers;
    }
}

/// <summary>The provider's HMAC, for requests and callbacks alike.</summary>
internal static class PayProtocolSigner
{
    public const string KeyHeader = "X-PAY-KEY";
    public const string TimestampHeader = "X-PAY-TIMESTAMP";
    public const string SignHeader = "X-PAY-SIGN";

    public static string Sign(string secret, string timestamp, string method, string requestPath, ReadOnlySpan<byte> body)
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(timestamp + method + requestPath), .. body];
        return Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), text));
    }

    /// <summary>Returns null for a good signature, otherwise what is wrong with it.</summary>
    public static string? Refuse(IHeaderDictionary headers, PayProtocolCredentials? account, RequestToSign request, PayProtocolClock clock)
    {
        if (account is null)
        {
            return "wrong_key";
        }

        string timestamp = headers[TimestampHeader].ToString();
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || !clock.IsFresh(seconds))
        {
            return "stale_timestamp";
        }

        var expected = Sign(account.ApiSecret, timestamp, request.Method, request.Target, request.Body);
        var received = headers[SignHeader].ToString();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(received)) ? null : "bad_signature";
    }
}

/// <summary>The parts of a request that its signature covers.</summary>
/// <param name="Target">The request target exactly as it came, with its query string.</param>
internal sealed record RequestToSign(string Method, string Target, byte[] Body);
