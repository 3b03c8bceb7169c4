using System.Text.Json;
using PaymentHub.Money;
using PaymentHub.Orders;

namespace PaymentHub.Providers.UsdtGateway;

/// <summary>The gateway's callbacks as notices. They contain no status: a callback means that it is done.</summary>
internal static class UsdtGatewayTranslation
{
    public const string Network = "tron";

    public const string Currency = "USDT";
    private const string TronChain = "3";
    private const string UsdtContract = "32";
    private const int MaxOrderIdDigits = 40;

    /// <summary>The decimals of the USDT contract on TRON: nothing finer was ever transferred.</summary>
    public const int Decimals = 6;

    /// <summary>Translates a verified callback.</summary>
    public static CallbackResult Translate(JsonElement root)
    {
        var data = root.GetProperty("data");
        if (UsdtGatewaySubject.Read(root, data, out var kind) is { } unclear)
            return unclear;
        if (UsdtGatewayTransfer.Read(data, out var wrong) is not { } transfer)
            return new CallbackResult.Refused(CallbackVerdict.Malformed, wrong ?? "It cannot be read.");
        if (CheckId(kind, transfer.OrderId) is { } contradiction)
            return contradiction;
        var reading = Amounts.ReadJsonNumber(transfer.Amount, out var amount);
        if (reading == AmountReading.NotAnAmount)
            return new CallbackResult.Refused(CallbackVerdict.Malformed, "'amount' is not an amount.");
        return new CallbackResult.Verified(Notice(kind, transfer, reading == AmountReading.Exact ? amount : null));
    }

    // A subject that no signature covers proves nothing; the order id, which is covered, has to fit it.
    private static CallbackResult.Refused? CheckId(OrderKind kind, string orderId)
    {
        var isGateways = orderId.Length <= MaxOrderIdDigits && orderId.All(char.IsAsciiDigit);
        if (kind == OrderKind.Deposit)
            return isGateways ? null : new(CallbackVerdict.ContradictoryKind, "A recharge's 'order_id' must be all digits.");
        if (isGateways)
            return new(CallbackVerdict.ContradictoryKind, "A withdrawal's 'order_id' is ours, never all digits.");
        return OrderId.IsWellFormed(orderId, OrderKind.Withdrawal)
            ? null
            : new(CallbackVerdict.UnknownOrder, "'order_id' is not the id of a withdrawal of ours.");
    }

    private static Notice Notice(OrderKind kind, UsdtGatewayTransfer transfer, decimal? amount)
    {
        var (isTron, isUsdt) = (transfer.ChainType == TronChain, transfer.ContractType == UsdtContract);
        // How a failed withdrawal is reported is not documented: without a transaction it may or may not have happened.
        var isDone = kind == OrderKind.Deposit || transfer.TransactionId is not null;
        return new Notice
        {
            Kind = kind,
            Status = isDone ? NoticeStatus.Completed : NoticeStatus.Pending,
            OrderId = kind == OrderKind.Withdrawal ? transfer.OrderId : null,
            ProviderOrderId = kind == OrderKind.Deposit ? transfer.OrderId : null,
            Amount = amount,
            Currency = isUsdt ? Currency : null,
            Network = isTron ? Network : null,
            CustomerId = transfer.Identify,
            TransactionId = transfer.TransactionId,
            Doubt =
                (amount is { } exact && Amounts.Decimals(exact) <= Decimals ? ReviewReason.None : ReviewReason.AmountOutOfRange)
                | (isTron && isUsdt ? ReviewReason.None : ReviewReason.CurrencyMismatch)
                | (isDone ? ReviewReason.None : ReviewReason.OutcomeUnknown),
        };
    }
}

/// <summary>Which kind of order a callback says it is about. It says so beside the data, where no signature covers it, or inside.</summary>
internal static class UsdtGatewaySubject
{
    /// <summary>Reads the subject, wherever it stands.</summary>
    /// <returns>Why it is refused, or null.</returns>
    public static CallbackResult.Refused? Read(JsonElement root, JsonElement data, out OrderKind kind)
    {
        kind = default;
        var (outer, inner) = (new JsonFields(root), new JsonFields(data));
        var (outside, inside) = (outer.OptionalText("subject"), inner.OptionalText("subject"));
        var said = new[] { outside, inside }.Where(word => word is not null).Select(KindOf).ToList();
        if (outer.Wrong is not null || inner.Wrong is not null || said.Count == 0 || said.Contains(null))
            return new(CallbackVerdict.UnknownKind, "'subject' is missing or none of the documented ones.");
        if (said.Distinct().Count() > 1)
            return new(CallbackVerdict.ContradictoryKind, "'subject' says one thing beside the data and another inside.");
        kind = said[0]!.Value;
        return null;
    }

    private static OrderKind? KindOf(string? subject) =>
        subject switch
        {
            "recharge_callback" or "rechargeCallback" => OrderKind.Deposit,
            "withdraw_callback" or "withdrawCallback" => OrderKind.Withdrawal,
            _ => null,
        };
}
