using System.Text.Json;
using PaymentHub.Money;
using PaymentHub.Orders;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>The provider's objects as notices. Nothing in it is looked up or guessed except the currency's decimals.</summary>
internal sealed class PayProtocolTranslation(PayProtocolCatalogue catalogue)
{
    /// <summary>A recharge, from a callback or from recharge/detail.</summary>
    public async Task<CallbackReading> RechargeAsync(JsonElement source, CancellationToken cancellationToken)
    {
        if (PayProtocolTransfer.ReadRecharge(source, out var wrong) is not { } recharge)
            return Malformed(wrong);
        // 0 is success here.
        NoticeStatus? status = recharge.Status switch
        {
            "0" => NoticeStatus.Completed,
            "1" => NoticeStatus.Pending,
            "2" => NoticeStatus.Failed,
            _ => null,
        };
        return status is { } known
            ? await NoticeAsync(OrderKind.Deposit, known, recharge, cancellationToken)
            : UnknownStatus("rechargeStatus");
    }

    /// <summary>A withdrawal, from a callback.</summary>
    public async Task<CallbackReading> WithdrawalAsync(JsonElement source, CancellationToken cancellationToken)
    {
        if (PayProtocolTransfer.ReadWithdrawal(source, out var wrong) is not { } withdrawal)
            return Malformed(wrong);
        if (!OrderId.IsWellFormed(withdrawal.OutTradeNo, OrderKind.Withdrawal))
            return new CallbackReading.Refused(CallbackVerdict.UnknownOrder, "'outTradeNo' is not the id of a withdrawal of ours.");
        // Pending approval, under review and block confirmation are all still on the way.
        NoticeStatus? status = withdrawal.Status switch
        {
            "0" => NoticeStatus.Completed,
            "1" or "2" or "3" => NoticeStatus.Pending,
            "4" => NoticeStatus.Failed,
            "5" => NoticeStatus.Rejected,
            _ => null,
        };
        return status is { } known
            ? await NoticeAsync(OrderKind.Withdrawal, known, withdrawal, cancellationToken)
            : UnknownStatus("withdrawStatus");
    }

    private static CallbackReading.Refused Malformed(string? detail) => new(CallbackVerdict.Malformed, detail ?? "It cannot be read.");

    private static CallbackReading.Refused UnknownStatus(string name) =>
        new(CallbackVerdict.UnknownStatus, $"'{name}' is none of the documented ones.");

    private async Task<CallbackReading> NoticeAsync(
        OrderKind kind, NoticeStatus status, PayProtocolTransfer transfer, CancellationToken cancellationToken)
    {
        var answer = await catalogue.CurrencyAsync(transfer.ChainId, transfer.CurrencyId, cancellationToken);
        if (answer is not ProviderResult<PayProtocolCurrency>.Good { Value: var currency })
            return new CallbackReading.NotNow(((ProviderResult<PayProtocolCurrency>.Unavailable)answer).Reason);

        var reading = Amounts.ReadSmallestUnits(transfer.Amount, currency.Decimals, out var amount);
        if (reading == AmountReading.NotAnAmount)
            return Malformed("The amount is not an integer text.");
        return new CallbackReading.Verified(new Notice
        {
            Kind = kind,
            Status = status,
            OrderId = transfer.OutTradeNo,
            ProviderOrderId = transfer.Id,
            Amount = reading == AmountReading.Exact ? amount : null,
            Doubt = reading == AmountReading.Exact ? ReviewReason.None : ReviewReason.AmountOutOfRange,
            Currency = currency.Symbol,
            Network = currency.Network,
            Address = AddressFormat.Canonical(transfer.Address),
            FromAddress = transfer.FromAddress,
            CustomerId = transfer.Uuid,
            TransactionId = transfer.TransferHash,
        });
    }
}
