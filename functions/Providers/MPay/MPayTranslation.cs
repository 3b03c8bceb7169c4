using PaymentHub.Money;
using PaymentHub.Orders;

namespace PaymentHub.Providers.MPay;

/// <summary>MPay's orders as notices. Two vocabularies are in use for the status; both are accepted everywhere.</summary>
internal static class MPayTranslation
{
    public const string Network = "mpay";

    // MPay takes whole amounts, and money has nothing finer than this.
    public const int Decimals = 2;

    /// <summary>Translates a verified order.</summary>
    public static CallbackResult Translate(MPayOrder order)
    {
        // The id is ours, so that it tells the kind.
        OrderKind kind;
        if (OrderId.IsWellFormed(order.MerchOrderId, OrderKind.Deposit))
            kind = OrderKind.Deposit;
        else if (OrderId.IsWellFormed(order.MerchOrderId, OrderKind.Withdrawal))
            kind = OrderKind.Withdrawal;
        else
            return new CallbackResult.Refused(CallbackVerdict.UnknownOrder, "'merchOrderId' is not the id of an order of ours.");

        if (StatusOf(order.Status) is not { } status)
            return new CallbackResult.Refused(CallbackVerdict.UnknownStatus, "'status' is none of the documented words.");
        var reading = Amounts.ReadPlain(order.Amount, out var amount);
        if (reading == AmountReading.NotAnAmount)
            return new CallbackResult.Refused(CallbackVerdict.Malformed, "'amount' is not an amount.");
        return new CallbackResult.Verified(
            new Notice
            {
                Kind = kind,
                Status = status,
                OrderId = order.MerchOrderId,
                Amount = reading == AmountReading.Exact ? amount : null,
                Doubt = reading == AmountReading.Exact && Amounts.Decimals(amount) <= Decimals ? ReviewReason.None : ReviewReason.AmountOutOfRange,
                Network = Network,
                CustomerId = order.MerchUserId,
                // The user's wallet pays a deposit, and is paid by a withdrawal.
                Address = kind == OrderKind.Withdrawal ? order.UserWalletAddress ?? order.UserPayAddress : null,
                FromAddress = kind == OrderKind.Deposit ? order.UserPayAddress : null,
            }
        );
    }

    private static NoticeStatus? StatusOf(string word) =>
        word switch
        {
            "finish" or "true" => NoticeStatus.Completed,
            "pending" => NoticeStatus.Pending,
            "fail" or "false" => NoticeStatus.Failed,
            _ => null,
        };
}
