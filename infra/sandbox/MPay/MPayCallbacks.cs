using PaymentHub.Sandbox.Callbacks;
using PaymentHub.Sandbox.Faults;

namespace PaymentHub.Sandbox.MPay;

/// <summary>Makes and sends MPay's callbacks.</summary>
internal sealed class MPayCallbacks(MPaySandboxOptions options, CallbackCourier courier)
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    public Task<Delivery> SendAsync(MPayCredentials account, MPayOrder order, MPayPayment payment, Distortion faults)
    {
        var body = Body(account, order, payment, faults);
        return courier.SendAsync(new(
            order.MerchOrderId,
            faults,
            () => new(order.CallBackUrl, "application/x-www-form-urlencoded", body, NoHeaders),
            static answer => answer is { Status: StatusCodes.Status200OK, MediaType: "text/plain", Body: "SUCCESS" }));
    }

    private string Body(MPayCredentials account, MPayOrder order, MPayPayment payment, Distortion faults)
    {
        var fields = new Dictionary<string, string>(payment.MoreFields ?? new Dictionary<string, string>())
        {
            ["merchOrderId"] = order.MerchOrderId,
            ["status"] = payment.Word ?? Word(order.Status),
            ["amount"] = MPaySandbox.WrongAmount(order.Amount, faults),
        };
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

    private string Word(MPayStatus status) => (status, options.CallbackWords) switch
    {
        (MPayStatus.Pending, _) => "pending",
        (MPayStatus.Finish, MPayWords.TrueFalse) => "true",
        (MPayStatus.Finish, _) => "finish",
        (_, MPayWords.TrueFalse) => "false",
        _ => "fail",
    };
}
