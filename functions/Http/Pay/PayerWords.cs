using PaymentHub.Money;

namespace PaymentHub.Http.Pay;

/// <summary>Values as payers read them, in whatever language.</summary>
internal static class PayerWords
{
    private const int Group = 4;

    // By the names that wallets use, because that is where the payer has to find them.
    private static readonly Dictionary<string, (string Name, string? AlsoCalled)> Networks = new(StringComparer.Ordinal)
    {
        ["tron"] = ("TRON", "TRC-20"),
        ["ethereum"] = ("Ethereum", "ERC-20"),
        ["bsc"] = ("BNB Smart Chain", "BEP-20"),
    };

    public static string Money(decimal amount, string? currency) =>
        currency is null ? Amounts.Format(amount) : $"{Amounts.Format(amount)} {currency}";

    public static (string Name, string? AlsoCalled) Network(string network) =>
        Networks.TryGetValue(network, out var known) ? known : (network.ToUpperInvariant(), null);

    /// <summary>An address in groups of four, by which people compare it.</summary>
    public static IEnumerable<string> Groups(string address) => address.Chunk(Group).Select(group => new string(group));

    /// <summary>The whole minutes that are left, the one that has begun included.</summary>
    public static int MinutesLeft(DateTimeOffset until, DateTimeOffset now) => until > now ? (int)Math.Ceiling((until - now).TotalMinutes) : 0;
}
