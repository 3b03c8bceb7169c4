using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;
using PaymentHub.Money;
using PaymentHub.Orders;

namespace PaymentHub.Merchants;

/// <summary>
/// Reads a list's query strictly, and collects everything that is wrong with it: a misspelt filter must not show everything.
/// </summary>
internal sealed class QueryCheck
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;

    /// <summary>The one parameter that may stand there several times.</summary>
    private const string Statuses = "status";

    private readonly Dictionary<string, StringValues> _query = new(StringComparer.Ordinal);
    private readonly RequestCheck _check = new();

    /// <param name="names">The names that the list takes.</param>
    public QueryCheck(IEnumerable<KeyValuePair<string, StringValues>> query, params ReadOnlySpan<string> names)
    {
        foreach (var (name, values) in query)
        {
            if (!names.Contains(name))
                Add(Printable(name), $"There is no such parameter here. There are: {string.Join(", ", names.ToArray())}.");
            else if (name != Statuses ? values.Count != 1 || string.IsNullOrEmpty(values[0]) : values.Any(string.IsNullOrEmpty))
                Add(name, name != Statuses ? "It must be given once, with a value, or be left out." : "It must have a value, or be left out.");
            else
                _query[name] = values;
        }
    }

    /// <summary>What was found, or null when all is well.</summary>
    public Problem? Problem => _check.Problem;

    public void Add(string field, string message) => _check.Add(field, message);

    public string? Text(string name) => _query.TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>How many items a page has at most.</summary>
    public int Limit()
    {
        if (Text("limit") is not { } text)
            return DefaultLimit;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit)
            return limit;
        Add("limit", $"It must be a whole number from 1 to {MaxLimit}.");
        return DefaultLimit;
    }

    /// <summary>A day or a time, UTC unless it says otherwise.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (Timestamps.Read(text) is { } time)
            return time;
        Add(name, "It must be a day (2026-05-01) or an RFC 3339 time with its zone (2026-05-01T12:00:00Z; write a + as %2B).");
        return null;
    }

    /// <summary>One of the merchant's accounts.</summary>
    public string? Account(MerchantDirectory directory, Merchant merchant)
    {
        if (Text("account") is not { } id)
            return null;
        // Its orders are there, whatever is wrong with it.
        return directory.IsBroken(id, merchant) ? id : _check.Account(directory, merchant, id)?.Id;
    }

    public string? Customer()
    {
        var customer = Text("customer_id");
        if (customer is not null)
            _check.MerchantText("customer_id", customer);
        return customer;
    }

    /// <summary>An amount in units of its currency, which may be any.</summary>
    public decimal? Amount()
    {
        if (Text("amount") is not { } text)
            return null;
        if (Amounts.ReadPlain(text, out var amount) == AmountReading.Exact && amount > 0)
            return amount;
        Add("amount", "It must be plain digits, like 10.5.");
        return null;
    }

    /// <summary>Some of the states that orders of that kind can be in, each once and always in the same order; empty for all.</summary>
    public IReadOnlyList<OrderStatus> Status(OrderKind kind)
    {
        if (!_query.TryGetValue(Statuses, out var values))
            return [];
        var possible = OrderStatuses.Of(kind);
        var chosen = new SortedSet<OrderStatus>();
        foreach (var word in values.SelectMany(text => text!.Split(',')))
        {
            if (SnakeCaseEnum.TryParse<OrderStatus>(word, out var status) && possible.Contains(status))
            {
                chosen.Add(status);
            }
            else
            {
                Add(Statuses, $"It must be some of {string.Join(", ", possible.Select(SnakeCaseEnum.Of))}, separated by commas.");
                return [];
            }
        }

        return [.. chosen];
    }

    /// <summary>The position that the cursor names.</summary>
    /// <param name="binding">Whose list it is, and which.</param>
    /// <param name="form">The form of this list's positions.</param>
    public string? Position(string binding, Regex form)
    {
        if (Text("cursor") is not { } cursor)
            return null;
        if (Cursor.Read(binding, cursor) is { } position && form.IsMatch(position))
            return position;
        Add("cursor", "It belongs to another list or other filters. Send next_cursor unchanged, with the same filters.");
        return null;
    }

    // It comes back in the answer: nobody needs more of it, nor control characters.
    private static string Printable(string name) => string.Concat(name.Take(64).Where(c => !char.IsControl(c) && !char.IsSurrogate(c)));
}
