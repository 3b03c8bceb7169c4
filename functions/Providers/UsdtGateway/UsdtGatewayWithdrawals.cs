using PaymentHub.Money;

namespace PaymentHub.Providers.UsdtGateway;

/// <summary>Checks withdrawals: USDT on TRON and nothing else.</summary>
internal static class UsdtGatewayWithdrawals
{
    /// <summary>That of USDT on TRON.</summary>
    private const string Contract = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";

    private static readonly Dictionary<string, int> Details = [];

    /// <summary>What is wrong with a withdrawal, by field.</summary>
    public static IReadOnlyDictionary<string, string> Check(WithdrawalRequest request)
    {
        var mistakes = new Dictionary<string, string>();
        if (request.Amount <= 0)
            mistakes["amount"] = "It must be above zero.";
        else if (Amounts.Decimals(request.Amount) > UsdtGatewayTranslation.Decimals)
            mistakes["amount"] = $"{UsdtGatewayTranslation.Currency} has {UsdtGatewayTranslation.Decimals} decimals.";
        if (!request.Currency.Equals(UsdtGatewayTranslation.Currency, StringComparison.OrdinalIgnoreCase))
            mistakes["currency"] = $"The gateway's only currency is {UsdtGatewayTranslation.Currency}.";
        if (request.Network != UsdtGatewayTranslation.Network)
            mistakes["network"] = $"The gateway's only network is {UsdtGatewayTranslation.Network}.";
        if (TronAddress.FindMistake(request.Address) is { } wrong)
            mistakes["address"] = wrong;
        else if (AddressFormat.Canonical(request.Address) == Contract)
            mistakes["address"] = AddressFormat.Contracts;
        DetailCheck.AddMistakes(request.Details, Details, mistakes);
        return mistakes;
    }
}
