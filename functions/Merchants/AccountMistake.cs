namespace PaymentHub.Merchants;

/// <summary>Why an account cannot be served, though its settings can be read: nobody else's are at fault.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Sentence">What is wrong and what to do about it, after the account's name.</param>
public sealed record AccountMistake(string AccountId, string Sentence)
{
    /// <summary>The id that the account had here before, when that is what is wrong.</summary>
    public string? Before { get; init; }

    /// <summary>
    /// Accounts that are the same one at their provider. Each would be credited with the same money, whoever owns them, so none of them is served
    /// until the others are gone.
    /// </summary>
    public static IEnumerable<AccountMistake> SameAtProvider(IReadOnlyCollection<Account> accounts) =>
        accounts
            .GroupBy(account => account.Provider.Identity, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .SelectMany(group =>
                group.Select(account => new AccountMistake(
                    account.Id,
                    $"is the same account at {account.ProviderName} as {string.Join(" and ", group.Where(other => other.Id != account.Id).Select(other => $"'{other.Id}'"))}: "
                        + "the same money would be credited under each. Keep one of them."
                ))
            );

    /// <summary>The account's name and the sentence.</summary>
    public override string ToString() => $"{DirectoryReader.Root}: the account '{AccountId}' {Sentence}";
}
