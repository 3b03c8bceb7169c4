using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The calls about withdrawals.</summary>
internal sealed class PayProtocolWithdrawCalls(PayProtocolSandbox provider)
{
    private readonly PayProtocolWire _wire = new(provider.Clock);

    public Answer Apply(PayProtocolRequest request)
    {
        if (
            PayProtocolBody.Read(request.Body) is not { } body
            || body.Number("chainId") is not { } chainId
            || body.Number("currencyId") is not { } currencyId
            || body.Text("withdrawAddress") is not { } address
            || body.Text("withdrawAmount") is not { } amount
        )
        {
            return PayProtocolErrors.Parameter("chainId, currencyId, withdrawAddress, withdrawAmount");
        }

        try
        {
            return
                provider.Withdrawals.Take(
                    request.Account,
                    new()
                    {
                        ChainId = chainId,
                        CurrencyId = currencyId,
                        WithdrawAddress = address,
                        WithdrawAmount = amount,
                        OutTradeNo = body.Text("outTradeNo"),
                        NotifyUrl = body.Url("notifyUrl"),
                    }
                )
                    is var (withdrawal, afterwards)
                ? Good(request, new { withdrawId = withdrawal.WithdrawId }) with
                {
                    Afterwards = afterwards,
                }
                : PayProtocolWire.Error(provider.Options.WithdrawalExistsCode, "outTradeNo already exists");
        }
        catch (ArgumentException e)
        {
            return PayProtocolErrors.Parameter(e.Message);
        }
    }

    public Answer Detail(PayProtocolRequest request) =>
        Find(request) is { } withdrawal && provider.Withdrawals.Told(withdrawal) is { } told
            ? Good(request, _wire.Withdrawal(told))
            : PayProtocolErrors.WithdrawalNotFound;

    public Answer List(PayProtocolRequest request)
    {
        var (hash, status) = (request.Text("transactionHash"), request.Number("orderStatus"));
        var (chainId, from, to) = (request.Number("chainId"), request.Number("startTime"), request.Number("endTime"));
        var told = request
            .Account.Withdrawals.Where(one => chainId is null || one.ChainId == chainId)
            .Where(one => hash is null || string.Equals(one.TransferHash, hash, StringComparison.OrdinalIgnoreCase))
            .Where(one => from is null || one.WithdrawTime.ToUnixTimeSeconds() >= from)
            .Where(one => to is null || one.WithdrawTime.ToUnixTimeSeconds() <= to)
            .OrderBy(one => one.WithdrawTime)
            .ThenBy(one => one.WithdrawId)
            .Select(provider.Withdrawals.Told)
            .OfType<PayProtocolWithdrawal>()
            .Where(one => status is null || (int)one.WithdrawStatus == status);
        return provider.Pages.Answer("withdraw/list", request, told.Select(_wire.Withdrawal));
    }

    public Answer Notify(PayProtocolRequest request)
    {
        if (Find(request) is not { } withdrawal)
        {
            return PayProtocolErrors.WithdrawalNotFound;
        }

        // Not awaited: the provider answers first and calls back afterwards.
        return withdrawal.Open
            ? PayProtocolErrors.NothingToNotify
            : Good(request, null) with
            {
                Afterwards = () => provider.Background.Start(TimeSpan.Zero, () => provider.Withdrawals.NotifyAsync(withdrawal.WithdrawId)),
            };
    }

    private static Answer Good(PayProtocolRequest request, object? data) => PayProtocolWire.Good(data, request.Account.Credentials.Name);

    /// <summary>Of several withdrawals under one outTradeNo the newest.</summary>
    private static PayProtocolWithdrawal? Find(PayProtocolRequest request) =>
        request.Number("withdrawId") is { } id
            ? id <= int.MaxValue
                ? request.Account.Withdrawal((int)id)
                : null
            : request.Text("outTradeNo") is { } order
                ? request.Account.Withdrawals.LastOrDefault(one => one.OutTradeNo == order)
                : null;
}
