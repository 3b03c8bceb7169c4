using System.Text.Json;
using PaymentHub.Money;
using PaymentHub.Orders;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>The provider's objects as notices. Nothing in it is looked up or guessed except the currency's decimals.</summary>
internal sealed class PayProtocolTranslation(PayProtocolCatalogue catalogue)
{
    // A payment that was reported as paid and is then refunded contradicts itself, so an operator looks at it.
    private const string Refunded = "5";

    private const string PaidInPart = "3";

    /// <summary>A recharge, from a callback or from recharge/detail.</summary>
    public async Task<CallbackResult> RechargeAsync(JsonElement source, CancellationToken cancellationToken)
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
        return status is { } known ? await NoticeAsync(OrderKind.Deposit, known, recharge, cancellationToken) : UnknownStatus("rechargeStatus");
    }

    /// <summary>A withdrawal, from a callback or from withdraw/detail.</summary>
    /// <param name="orderId">Our id, when the object has none and it is known from elsewhere.</param>
    public async Task<CallbackResult> WithdrawalAsync(JsonElement source, string? orderId, CancellationToken cancellationToken)
    {
        if (PayProtocolTransfer.ReadWithdrawal(source, out var wrong) is not { } withdrawal)
            return Malformed(wrong);
        orderId = withdrawal.OutTradeNo ?? orderId;
        return OrderId.IsWellFormed(orderId, OrderKind.Withdrawal)
            ? await WithdrawalAsync(withdrawal with { OutTradeNo = orderId }, cancellationToken)
            : NotOurs(OrderKind.Withdrawal);
    }

    /// <summary>A line of a list. A withdrawal that is not ours has no order id.</summary>
    public async Task<CallbackResult> ListedAsync(OrderKind kind, JsonElement source, CancellationToken cancellationToken)
    {
        if (kind == OrderKind.Deposit)
            return await RechargeAsync(source, cancellationToken);
        return PayProtocolTransfer.ReadWithdrawal(source, out var wrong) is { } withdrawal
            ? await WithdrawalAsync(
                OrderId.IsWellFormed(withdrawal.OutTradeNo, kind) ? withdrawal : withdrawal with { OutTradeNo = null },
                cancellationToken
            )
            : Malformed(wrong);
    }

    /// <summary>A payment order, from a callback or from payment/detail.</summary>
    public async Task<CallbackResult> PaymentAsync(JsonElement source, CancellationToken cancellationToken)
    {
        if (PayProtocolPayment.Read(source, out var wrong) is not { } payment)
            return Malformed(wrong);
        if (!OrderId.IsWellFormed(payment.OutTradeNo, OrderKind.Deposit))
            return NotOurs(OrderKind.Deposit);
        // Paid in part is still on the way: the rest may come.
        NoticeStatus? status = payment.Status switch
        {
            "0" => NoticeStatus.Completed,
            "1" => NoticeStatus.Awaiting,
            "2" or PaidInPart => NoticeStatus.Pending,
            "4" or Refunded => NoticeStatus.Failed,
            _ => null,
        };
        return status is { } known ? await PaymentAsync(payment, known, cancellationToken) : UnknownStatus("paymentStatus");
    }

    private async Task<CallbackResult> PaymentAsync(PayProtocolPayment payment, NoticeStatus status, CancellationToken cancellationToken)
    {
        if (await catalogue.NetworkAsync(payment.ChainId, cancellationToken) is not ProviderResult<string>.Good { Value: var network })
            return new CallbackResult.NotNow($"The provider's lists do not have chain {payment.ChainId}.");
        var (reading, amount, currency) = (AmountReading.Exact, (decimal?)null, payment.Currency);
        if (payment is { Received: { } received, Currency: { } symbol })
        {
            if (
                await catalogue.CurrencyOfSymbolAsync(payment.ChainId, symbol, cancellationToken)
                is not ProviderResult<PayProtocolCurrency>.Good { Value: var known }
            )
            {
                return new CallbackResult.NotNow($"The provider's lists do not have one {symbol} on chain {payment.ChainId}.");
            }

            reading = Amounts.ReadSmallestUnits(received, known.Decimals, out var exact);
            (amount, currency) = (reading == AmountReading.Exact ? exact : null, known.Name);
        }

        return reading == AmountReading.NotAnAmount
            ? Malformed("'settlementAmount' is not an integer text.")
            : new CallbackResult.Verified(
                new Notice
                {
                    Kind = OrderKind.Deposit,
                    Status = status,
                    OrderId = payment.OutTradeNo,
                    ProviderOrderId = payment.OutPaymentNo,
                    Amount = amount,
                    InPart = payment.Status == PaidInPart,
                    Doubt = reading == AmountReading.Exact ? ReviewReason.None : ReviewReason.AmountOutOfRange,
                    Currency = currency,
                    Network = network,
                    Address = payment.Address is { } address ? AddressFormat.Canonical(address) : null,
                    FromAddress = payment.FromAddress,
                    TransactionId = payment.TransferHash,
                    Failure = payment.Status == Refunded ? new Failure(Refunded, "The payment was refunded.") : null,
                }
            );
    }

    private async Task<CallbackResult> WithdrawalAsync(PayProtocolTransfer withdrawal, CancellationToken cancellationToken)
    {
        // Pending approval, under review and block confirmation are all still on the way.
        NoticeStatus? status = withdrawal.Status switch
        {
            "0" => NoticeStatus.Completed,
            "1" or "2" or "3" => NoticeStatus.Pending,
            "4" => NoticeStatus.Failed,
            "5" => NoticeStatus.Rejected,
            _ => null,
        };
        return status is { } known ? await NoticeAsync(OrderKind.Withdrawal, known, withdrawal, cancellationToken) : UnknownStatus("withdrawStatus");
    }

    private static CallbackResult.Refused Malformed(string? detail) => new(CallbackVerdict.Malformed, detail ?? "It cannot be read.");

    private static CallbackResult.Refused NotOurs(OrderKind kind) =>
        new(CallbackVerdict.UnknownOrder, $"'outTradeNo' is not the id of a {SnakeCaseEnum.Of(kind)} of ours.");

    private static CallbackResult.Refused UnknownStatus(string name) =>
        new(CallbackVerdict.UnknownStatus, $"'{name}' is none of the documented ones.");

    private async Task<CallbackResult> NoticeAsync(
        OrderKind kind,
        NoticeStatus status,
        PayProtocolTransfer transfer,
        CancellationToken cancellationToken
    )
    {
        var answer = await catalogue.CurrencyAsync(transfer.ChainId, transfer.CurrencyId, cancellationToken);
        if (answer is not ProviderResult<PayProtocolCurrency>.Good { Value: var currency })
            return new CallbackResult.NotNow(((ProviderResult<PayProtocolCurrency>.Unavailable)answer).Reason);

        var reading = Amounts.ReadSmallestUnits(transfer.Amount, currency.Decimals, out var amount);
        if (reading == AmountReading.NotAnAmount)
            return Malformed("The amount is not an integer text.");
        return new CallbackResult.Verified(
            new Notice
            {
                Kind = kind,
                Status = status,
                OrderId = transfer.OutTradeNo,
                ProviderOrderId = transfer.Id,
                Amount = reading == AmountReading.Exact ? amount : null,
                Doubt =
                    (reading == AmountReading.Exact ? ReviewReason.None : ReviewReason.AmountOutOfRange)
                    | (currency.Rank == CoinRank.Other ? ReviewReason.CurrencyMismatch : ReviewReason.None),
                Currency = currency.Name,
                Network = currency.Network,
                Address = AddressFormat.Canonical(transfer.Address),
                FromAddress = transfer.FromAddress,
                CustomerId = transfer.Uuid,
                TransactionId = transfer.TransferHash,
            }
        );
    }
}
