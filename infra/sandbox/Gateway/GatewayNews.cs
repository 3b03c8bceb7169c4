using PaymentHub.Sandbox.Faults;

namespace PaymentHub.Sandbox.Gateway;

/// <summary>What a callback of the gateway tells.</summary>
/// <param name="Kind">"recharge" or "withdraw": the first word of the subject.</param>
/// <param name="OrderId">A recharge: the gateway's id; a withdrawal: the merchant's.</param>
/// <param name="TransactionId">null: there is none.</param>
/// <param name="Amount">A JSON number.</param>
internal sealed record GatewayNews(string Kind, string Identify, string OrderId, string? TransactionId, string Amount)
{
    public static GatewayNews Of(GatewayRecharge recharge) => new("recharge", recharge.Identify, recharge.OrderId, recharge.TransactionId, recharge.Amount);

    public static GatewayNews Of(GatewayWithdrawal withdrawal) =>
        new("withdraw", withdrawal.Identify, withdrawal.OrderId, withdrawal.TransactionId, withdrawal.Amount);

    /// <summary>"recharge_callback" or "rechargeCallback".</summary>
    public string Subject(bool camelCase) => Kind + (camelCase ? "Callback" : "_callback");

    public GatewayNews Distorted(Distortion faults) => this with
    {
        Identify = faults.Customer is { } other ? other.Value ?? "somebody_else" : Identify,
        TransactionId = faults.Has(FaultKind.CallbackWithoutTransaction) ? null : TransactionId,
        Amount = faults.Amount is { } wrong ? Wire.AmountText.JsonNumber(wrong.Value ?? "10" + Amount) : Amount,
    };
}
