using System.Text.RegularExpressions;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Operations;

/// <summary>
/// Finds anything by a name without knowing what kind of name it is: orders by their id, an event's id, the merchant's reference, the provider's id,
/// the address, the transaction and the customer. Each merchant costs at most seven reads, so with too many merchants the caller has to name one.
/// </summary>
public sealed partial class OrderFinder(OperatorOrderSearch all, OrderSearch search, OrderLookupIndex lookups, Quarantine callbacks)
{
    /// <summary>Longer names nothing has.</summary>
    public const int MaxText = 256;

    /// <summary>So many of each kind are shown.</summary>
    private const int Most = 20;

    private const int AtOnce = 8;

    /// <param name="merchant">Whose it is; null: any merchant's.</param>
    public async Task<FoundByName> FindAsync(string text, string? merchant, CancellationToken cancellationToken)
    {
        var nothing = new FoundByName(text, [], null, MayHaveMore: false, Skipped: false);
        if (text.Length is 0 or > MaxText)
            return nothing;
        if (InText().Match(text) is { Success: true, Value: var id } && await lookups.FindAsync(id, cancellationToken) is { } order)
            return nothing with { Orders = [new(order, ["id"])] };
        if (await callbacks.FindEvidenceAsync(text, cancellationToken) is { } callback)
            return nothing with { Callback = callback };
        IReadOnlyList<string> merchants = merchant is null ? all.Everybody : [merchant];
        if (merchants.Count > OperatorOrderSearch.MaxMerchants || merchants.Any(one => !Identifiers.IsId(one)))
            return nothing with { Skipped = true };

        var asked = merchants.SelectMany(one => Questions(one, text)).ToList();
        var answers = new ListPage<Order>[asked.Count];
        await Parallel.ForAsync(
            0,
            asked.Count,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, token) => answers[i] = await asked[i].Read(token)
        );
        var hits =
            from answer in asked.Zip(answers)
            from found in answer.Second.Items
            group (Order: found, answer.First.By) by found.Id into same
            orderby same.First().Order.CreatedAt descending
            select new FoundOrder(same.First().Order, [.. same.Select(one => one.By).Distinct()]);
        return nothing with { Orders = [.. hits], MayHaveMore = answers.Any(page => page.Next is not null) };
    }

    private IEnumerable<(string By, Func<CancellationToken, Task<ListPage<Order>>> Read)> Questions(string merchant, string text)
    {
        if (Ours().IsMatch(text))
        {
            foreach (var kind in Enum.GetValues<OrderKind>())
            {
                yield return ("reference", token => search.ReadAsync(merchant, new(Any(kind), text, null), null, Most, token));
                yield return (
                    "customer",
                    token => search.ReadAsync(merchant, new(Any(kind) with { CustomerId = text }, null, null), null, Most, token)
                );
            }
        }

        foreach (
            var (by, name) in new[]
            {
                ("provider's id", OrderName.ProviderOrder(text)),
                ("transaction", OrderName.Transaction(text)),
                ("address", OrderName.AddressOf(text)),
            }
        )
        {
            yield return (by, token => lookups.ReadAsync(merchant, name, _ => true, null, Most, token));
        }
    }

    private static OrderFilter Any(OrderKind kind) => new(kind, null, [], null, null, null);

    // Also within an event's id, which is evt_ and the order's and a version.
    [GeneratedRegex("(dep|wd)_[0-9a-hjkmnp-tv-z]{26}", RegexOptions.CultureInvariant)]
    private static partial Regex InText();

    /// <summary>What a reference and a customer's id are made of.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9._:@-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Ours();
}

/// <summary>What goes by a name.</summary>
/// <param name="Text">The name.</param>
/// <param name="Orders">The orders, newest first.</param>
/// <param name="Callback">The callback of that id.</param>
/// <param name="MayHaveMore">Whether not all are here.</param>
/// <param name="Skipped">Whether the merchants were not asked, for there are too many of them.</param>
public sealed record FoundByName(string Text, IReadOnlyList<FoundOrder> Orders, QuarantinedCallback? Callback, bool MayHaveMore, bool Skipped)
{
    public bool IsNothing => Orders.Count == 0 && Callback is null;
}

/// <summary>An order that goes by a name.</summary>
/// <param name="By">As what: id, reference, ….</param>
public sealed record FoundOrder(Order Order, IReadOnlyList<string> By);
