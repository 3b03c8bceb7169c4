namespace PaymentHub.Providers.MPay;

/// <summary>Checks withdrawals: whole amounts to a wallet of the app, with what MPay wants to know of its owner.</summary>
internal static class MPayWithdrawals
{
    private const int MaxAddress = 128;

    private static readonly Dictionary<string, int> DetailLengths = new()
    {
        ["username"] = 64,
        ["phone_number"] = 32,
        ["id_number"] = 64,
        ["title"] = 128,
        ["remark"] = 256,
    };

    /// <summary>The details by their names on our API, and MPay's own names for them.</summary>
    public static IReadOnlyList<(string Name, string Field)> DetailFields { get; } =
    [("username", "username"), ("remark", "remark"), ("title", "title"), ("id_number", "idNumber"), ("phone_number", "phoneNumber")];

    /// <summary>What is wrong with a withdrawal, by field.</summary>
    public static IReadOnlyDictionary<string, string> Check(WithdrawalRequest request, string currency)
    {
        var mistakes = new Dictionary<string, string>();
        if (request.Amount <= 0 || decimal.Truncate(request.Amount) != request.Amount)
            mistakes["amount"] = "MPay takes whole amounts above zero.";
        if (!request.Currency.Equals(currency, StringComparison.OrdinalIgnoreCase))
            mistakes["currency"] = $"This account's currency is {currency}.";
        if (request.Network != MPayTranslation.Network)
            mistakes["network"] = $"MPay's only network is {MPayTranslation.Network}.";
        // What a wallet's address looks like is not documented.
        if (
            string.IsNullOrWhiteSpace(request.Address)
            || request.Address.Trim() != request.Address
            || request.Address.Length > MaxAddress
            || request.Address.Any(char.IsControl)
        )
        {
            mistakes["address"] = $"It must be an MPay wallet's address: 1 to {MaxAddress} characters without spaces around them.";
        }

        DetailCheck.AddMistakes(request.Details, DetailLengths, mistakes);
        return mistakes;
    }
}
