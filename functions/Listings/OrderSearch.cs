using System.Text.RegularExpressions;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Listings;

/// <summary>Finds a merchant's orders: by a name, exactly and with a read or two, or in the lists by customer and day.</summary>
public sealed partial class OrderSearch(OrderIndex index, OrderLookupIndex lookups)
{
    /// <summary>The parameters that <see cref="Name"/> and <see cref="QueryCheck.Amount"/> read.</summary>
    public static IReadOnlyList<string> Parameters { get; } = ["reference", "transaction_id", "provider_order_id", "address", "amount"];

    /// <summary>A page of the orders that are wanted, newest first.</summary>
    public async Task<ListPage<Order>> ReadAsync(string merchantId, OrderWanted wanted, string? after, int limit, CancellationToken cancellationToken)
    {
        var filter = wanted.Filter;
        if (wanted.Reference is { } reference)
        {
            return new ListPage<Order>(
                await lookups.FindAsync(OrderId.OfMerchant(filter.Kind, merchantId, reference), cancellationToken) is { } order && filter.Fits(order)
                    ? [order]
                    : [],
                null
            );
        }

        if (wanted.Name is not { } name)
            return await index.ReadAsync(merchantId, filter, after, limit, cancellationToken);
        return await lookups.ReadAsync(merchantId, name, filter.Fits, after, limit, cancellationToken);
    }

    /// <summary>The one name that a query gives, if it gives one.</summary>
    internal static (string? Reference, OrderName? Name) Name(QueryCheck check)
    {
        var (reference, transaction, id, address) = (Text("reference"), Text("transaction_id"), Text("provider_order_id"), Text("address"));
        string?[] given = [reference, transaction, id, address];
        if (given.Count(text => text is not null) > 1)
            check.Add("reference", "Only one of reference, transaction_id, provider_order_id and address may be given.");
        return (
            reference,
            transaction is not null ? OrderName.Transaction(transaction)
            : id is not null ? OrderName.ProviderOrder(id)
            : address is not null ? OrderName.AddressOf(address)
            : null
        );

        string? Text(string name)
        {
            const int Max = 256;
            if (check.Text(name) is not { Length: > Max } text)
                return check.Text(name);
            check.Add(name, $"It has {text.Length} characters; the maximum is {Max}.");
            return null;
        }
    }

    /// <summary>A cursor's position in any of these lists: inverted ticks, which begin with 0 to 3
    /// (DateTimeOffset.MaxValue has 3155378975999999999), and perhaps the order that was last.</summary>
    [GeneratedRegex(@"^(?:[0-2]\d{18}|30\d{17})(\|(dep|wd)_[0-9a-z]{26})?\z", RegexOptions.CultureInvariant)]
    internal static partial Regex Position();
}

/// <summary>Which orders are looked for.</summary>
/// <param name="Reference">The merchant's own name of it; null when another or none is given.</param>
/// <param name="Name">What others call it.</param>
public sealed record OrderWanted(OrderFilter Filter, string? Reference, OrderName? Name)
{
    /// <summary>What is looked for as one text, equal for equal searches.</summary>
    public string Text => string.Join('\n', Filter.Text, Reference, Name?.By, Name?.Value);
}
