using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The provider's JSON, with its own spelling of names.</summary>
internal sealed class PayProtocolWire(PayProtocolClock clock)
{
    public static Answer Good(object? data, string account) =>
        Answer.Json(
            new
            {
                code = 200,
                msg = "success",
                data,
            }
        ) with
        {
            Account = account,
        };

    public static Answer Error(int code, string msg, int status = StatusCodes.Status200OK) => Answer.Json(new { code, msg }, outcome: msg, status);

    public object User(PayProtocolUser user, int? chainId) =>
        new
        {
            userId = user.UserId,
            uuid = user.Uuid,
            createTime = clock.Write(user.CreateTime),
            userType = user.UserType,
            userWallet = user
                .Wallets.Where(wallet => chainId is null || wallet.ChainId == chainId)
                .Select(wallet => new
                {
                    walletId = wallet.WalletId,
                    chainId = wallet.ChainId,
                    walletAddress = wallet.WalletAddress,
                })
                .ToArray(),
        };

    public object Recharge(PayProtocolRecharge recharge) =>
        new
        {
            rechargeId = recharge.RechargeId,
            chainId = recharge.ChainId,
            currencyId = recharge.CurrencyId,
            userId = recharge.UserId,
            walletId = recharge.WalletId,
            walletAddress = recharge.WalletAddress,
            rechargeStatus = (int)recharge.RechargeStatus,
            rechargeAmount = recharge.RechargeAmount,
            transferHash = recharge.TransferHash,
            fromAddress = recharge.FromAddress,
            blockTime = clock.Write(recharge.BlockTime),
            createTime = clock.Write(recharge.CreateTime),
            uuid = recharge.Uuid,
        };

    public object Withdrawal(PayProtocolWithdrawal withdrawal) =>
        new
        {
            withdrawId = withdrawal.WithdrawId,
            chainId = withdrawal.ChainId,
            currencyId = withdrawal.CurrencyId,
            outTradeNo = withdrawal.OutTradeNo,
            withdrawStatus = (int)withdrawal.WithdrawStatus,
            withdrawAddress = withdrawal.WithdrawAddress,
            withdrawAmount = withdrawal.WithdrawAmount,
            transferHash = withdrawal.TransferHash,
            withdrawTime = clock.Write(withdrawal.WithdrawTime),
        };

    /// <param name="symbol">Of the currency that it is paid in.</param>
    public static object Payment(PayProtocolPaymentOrder order, string symbol) =>
        new
        {
            chainId = order.ChainId,
            orgId = 1,
            outTradeNo = order.OutTradeNo,
            outPaymentNo = order.OutPaymentNo,
            description = order.Description ?? "",
            isLegalTender = order.IsLegalTender ? 1 : 0,
            quoteCurrencySymbol = order.QuoteCurrencySymbol,
            quoteAmount = order.QuoteAmount,
            paymentStatus = (int)order.PaymentStatus,
            expectedAmount = order.ExpectedAmount,
            settlementAmount = order.SettlementAmount,
            settlementCurrencySymbol = order.SettlementAmount is null ? null : symbol,
            transferHash = order.TransferHash,
            userWalletAddress = order.UserWalletAddress,
            fromAddress = order.FromAddress,
            createTime = order.CreateTime.ToUnixTimeSeconds(),
            blockTime = order.BlockTime?.ToUnixTimeSeconds(),
        };
}

/// <summary>The error codes are the sandbox's own: the provider's list is not public.</summary>
internal static class PayProtocolErrors
{
    public static Answer UserNotFound { get; } = PayProtocolWire.Error(10003, "user not found");

    public static Answer RechargeNotFound { get; } = PayProtocolWire.Error(10004, "recharge not found");

    public static Answer NothingToNotify { get; } = PayProtocolWire.Error(10005, "nothing to tell yet");

    public static Answer WithdrawalNotFound { get; } = PayProtocolWire.Error(10006, "withdrawal not found");

    public static Answer PaymentNotFound { get; } = PayProtocolWire.Error(10008, "payment not found");

    public static Answer Parameter(string name) => PayProtocolWire.Error(10001, $"parameter error: {name}");

    public static Answer Unauthorized(string reason) => PayProtocolWire.Error(401, reason, StatusCodes.Status401Unauthorized);
}
