using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>What the provider says about a recharge, a withdrawal or a payment order when it does not tell the truth.</summary>
internal static class PayProtocolDistortion
{
    public static PayProtocolRecharge Apply(PayProtocolRecharge truth, Distortion faults, PayProtocolCatalogue catalogue)
    {
        var told = truth;
        if (faults.Amount is { } amount)
        {
            told = told with { RechargeAmount = amount.Value ?? truth.RechargeAmount + "0" };
        }

        if (faults.Address is { } address)
        {
            told = told with { WalletAddress = address.Value ?? Nobody(catalogue.IsTvm(truth.ChainId)) };
        }

        if (faults.Currency is { } currency)
        {
            told = told with { CurrencyId = currency.Number(catalogue.Currencies.First(other => other.CurrencyId != truth.CurrencyId).CurrencyId) };
        }

        if (faults.Customer is { } customer)
        {
            told = told with { Uuid = customer.Value ?? "somebody_else" };
        }

        return faults.Has(FaultKind.QueryPending) ? told with { RechargeStatus = RechargeStatus.Pending } : told;
    }

    public static PayProtocolWithdrawal Apply(PayProtocolWithdrawal truth, Distortion faults, PayProtocolCatalogue catalogue)
    {
        var told = truth;
        if (faults.Amount is { } amount)
        {
            told = told with { WithdrawAmount = amount.Value ?? truth.WithdrawAmount + "0" };
        }

        if (faults.Address is { } address)
        {
            told = told with { WithdrawAddress = address.Value ?? Nobody(catalogue.IsTvm(truth.ChainId)) };
        }

        if (faults.Currency is { } currency)
        {
            told = told with { CurrencyId = currency.Number(catalogue.Currencies.First(other => other.CurrencyId != truth.CurrencyId).CurrencyId) };
        }

        if (faults.Has(FaultKind.CallbackWithoutOrder))
        {
            told = told with { OutTradeNo = null };
        }

        return faults.Has(FaultKind.QueryPending) ? told with { WithdrawStatus = WithdrawStatus.UnderReview } : told;
    }

    public static PayProtocolPaymentOrder Apply(PayProtocolPaymentOrder truth, Distortion faults, PayProtocolCatalogue catalogue)
    {
        var told = truth;
        if (faults.Amount is { } amount)
        {
            told = told with { SettlementAmount = amount.Value ?? (truth.SettlementAmount ?? truth.ExpectedAmount) + "0" };
        }

        if (faults.Address is { } address)
        {
            told = told with { UserWalletAddress = address.Value ?? Nobody(catalogue.IsTvm(truth.ChainId)) };
        }

        if (faults.Currency is { } currency)
        {
            told = told with
            {
                CurrencyId = currency.Number(
                    catalogue.Currencies.First(other => other.Symbol != catalogue.Currency(null, truth.CurrencyId).Symbol).CurrencyId
                ),
            };
        }

        return faults.Has(FaultKind.QueryPending) ? told with { PaymentStatus = PaymentStatus.Pending } : told;
    }

    /// <summary>The body after somebody changed it on the way: ten times the amount.</summary>
    /// <param name="field">The name of the amount.</param>
    public static string Alter(string body, string field, string amount) =>
        body.Replace($"\"{field}\":\"{amount}\"", $"\"{field}\":\"{amount}0\"", StringComparison.Ordinal);

    /// <summary>A well-formed address that the sandbox gives to no user.</summary>
    public static string Nobody(bool tvm)
    {
        var bytes = Enumerable.Repeat((byte)0x5a, 20).ToArray();
        return tvm ? TronAddress.From(bytes) : EvmAddress.From(bytes);
    }
}
