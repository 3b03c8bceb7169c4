using System.Text.RegularExpressions;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;

namespace PaymentHub.Functions;

/// <summary>
/// Finds what an id names. Ids of orders are made from what identifies them, so that a merchant's reference and a provider's id lead to theirs
/// without an index: by one read for each merchant or account that it could be of.
/// </summary>
public sealed partial class ConsoleFinder(MerchantDirectory directory, IOrderStore orders, Quarantine quarantine)
{
    private const int MaxText = 128;

    /// <summary>More reads than this are not made for one question.</summary>
    private const int MaxReads = 200;

    /// <summary>The page of what the text names; null when there is none.</summary>
    public async Task<string?> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Length is 0 or > MaxText)
            return null;
        if (InText().Match(text) is { Success: true, Value: var id })
            return await orders.ReadAsync(id, cancellationToken) is null ? null : Page(id);
        foreach (var candidate in Candidates(text).Distinct().Take(MaxReads))
        {
            if (await orders.ReadAsync(candidate, cancellationToken) is not null)
                return Page(candidate);
        }

        return await quarantine.FindAsync(text, cancellationToken) is Result<QuarantinedCallback>.Success { Value: var callback }
            ? $"/console/quarantine/{callback.Id}"
            : null;
    }

    private IEnumerable<string> Candidates(string text)
    {
        foreach (var kind in Enum.GetValues<OrderKind>())
        {
            foreach (var merchant in directory.Merchants)
                yield return OrderId.OfMerchant(kind, merchant.Id, text);
            foreach (var account in directory.Accounts)
                yield return OrderId.OfProvider(kind, account.MerchantId, account.Id, account.Provider.Origin(kind), text);
        }
    }

    private static string Page(string id) => $"/console/orders/{id}";

    // Also within an event's id, which is evt_ and the order's and a version.
    [GeneratedRegex("(dep|wd)_[0-9a-hjkmnp-tv-z]{26}", RegexOptions.CultureInvariant)]
    private static partial Regex InText();
}
