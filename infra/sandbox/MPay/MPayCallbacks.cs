using PaymentHub.Sandbox.Callbacks;
using PaymentHub.Sandbox.Faults;

namespace PaymentHub.Sandbox.MPay;

/// <summary>Makes and sends MPay's callbacks.</summary>
internal sealed class MPayCallbacks(MPaySandboxOptions options, CallbackSender sender)
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    public Task<Delivery> SendAsync(MPayCredentials account, MPayOrder order, MPayPayment payment, Distortion faults)
    {
        var fields = new Dictionary<string, string>(payment.MoreFields ?? new Dictionary<string, string>())
        {
            ["merchOrderId"] = order.MerchOrderId,
            ["status"] = payment.Word ?? Word(order.Status, options.CallbackWords),
            ["amount"] = MPaySandbox.WrongAmount(order.Amount, faults),
        };
        return SendAsync(account, order.CallBackUrl, fields, faults);
    }

    public Task<Delivery> SendAsync(MPayCredentials account, MPayPayout payout, Distortion faults)
    {
        var fields = new Dictionary<string, string>
        {
            ["merchOrderId"] = payout.MerchOrderId,
            ["status"] = Word(payout.Status, options.PayoutWords),
            ["amount"] = MPaySandbox.WrongAmount(payout.Amount, faults),
        };
        return SendAsync(account, payout.CallBackUrl, fields, faults);
    }

    /// <param name="fields">All but the sign.</param>
    private Task<Delivery> SendAsync(MPayCredentials account, Uri url, Dictionary<string, string> fields, Distortion faults)
    {
        var order = fields["merchOrderId"];
        var body = Body(account, fields, faults);
        return sender.SendAsync(
            new(
                order,
                faults,
                () => new(url, "application/x-www-form-urlencoded", body, NoHeaders),
                static answer => answer is { Status: StatusCodes.Status200OK, MediaType: "text/plain", Body: "SUCCESS" }
            )
        );
    }

    private static string Body(MPayCredentials account, Dictionary<string, string> fields, Distortion faults)
    {
        var key = faults.Has(FaultKind.CallbackWrongKey) ? "not the key" : account.Md5Key;
        var sign = MPaySigner.CallbackSign(fields, key);
        if (faults.Has(FaultKind.CallbackAltered))
        {
            fields["amount"] = "9" + fields["amount"];
        }

        if (!faults.Has(FaultKind.CallbackUnsigned))
        {
            fields["sign"] = sign;
        }

        return string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"));
    }

    private static string Word(MPayStatus status, MPayWords words) =>
        (status, words) switch
        {
            (MPayStatus.Pending, _) => "pending",
            (MPayStatus.Finish, MPayWords.TrueFalse) => "true",
            (MPayStatus.Finish, _) => "finish",
            (_, MPayWords.TrueFalse) => "false",
            _ => "fail",
        };
}
