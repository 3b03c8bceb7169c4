using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Listings;

/// <summary>
/// GET /v1/events: the merchant's events in a stable order, oldest first, for whoever missed webhooks; or newest first, with filters,
/// for whoever looks around.
/// </summary>
public sealed partial class EventListing(MerchantDirectory directory, EventFeed feed, IOrderStore orders)
{
    private static readonly string[] Filters = ["type", "account", "customer_id", "from", "to"];

    /// <summary>A page of a merchant's events.</summary>
    public async Task<Result<ListPage<StoredEvent>>> ListAsync(
        Merchant merchant,
        IEnumerable<KeyValuePair<string, StringValues>> query,
        CancellationToken cancellationToken
    )
    {
        var check = new QueryCheck(query, ["sort", "after", "limit", "cursor", .. Filters]);
        if (check.Text("sort") is not (null or "oldest" or "newest"))
            check.Add("sort", "It must be oldest or newest.");
        return check.Text("sort") == "newest"
            ? await ListNewestAsync(merchant, check, cancellationToken)
            : await ListOldestAsync(merchant, check, cancellationToken);
    }

    private async Task<Result<ListPage<StoredEvent>>> ListNewestAsync(Merchant merchant, QueryCheck check, CancellationToken cancellationToken)
    {
        var limit = check.Limit();
        var filter = new EventFilter(Type(check), check.Account(directory, merchant), check.Customer(), check.Time("from"), check.Time("to"));
        if (filter.From >= filter.To)
            check.Add("to", "It must be later than from.");
        if (check.Text("after") is not null)
            check.Add("after", "It continues the feed, which is sorted oldest first. Use cursor here.");
        var binding = $"{merchant.Id}\nnewest\n{filter.Text}";
        var after = check.Position(binding, NewestPosition());
        if (check.Problem is { } problem)
            return new Result<ListPage<StoredEvent>>.Failure(problem);
        var page = await feed.ReadNewestAsync(merchant.Id, filter, after, limit, cancellationToken);
        return new Result<ListPage<StoredEvent>>.Success(page with { Next = page.Next is { } next ? Cursor.Write(binding, next) : null });
    }

    private static string? Type(QueryCheck check)
    {
        var type = check.Text("type");
        if (type is not null && !EventTypes.All.Contains(type))
            check.Add("type", $"It must be one of {string.Join(", ", EventTypes.All)}.");
        return type;
    }

    private async Task<Result<ListPage<StoredEvent>>> ListOldestAsync(Merchant merchant, QueryCheck check, CancellationToken cancellationToken)
    {
        // Whoever reads the feed wants all of it: a filter would hide what the position says was read.
        foreach (var filter in Filters.Where(filter => check.Text(filter) is not null))
            check.Add(filter, "Events can be filtered only with sort=newest.");
        var limit = check.Limit();
        var binding = $"{merchant.Id}\nfeed";
        var position = check.Position(binding, Position());
        if (check.Text("after") is { } eventId)
        {
            if (check.Text("cursor") is not null)
                check.Add("after", "Send either after or cursor.");
            else if (await FindAsync(merchant, eventId, cancellationToken) is { } found)
                position = found;
            else
                check.Add("after", "You have no event with that id.");
        }

        if (check.Problem is { } problem)
            return new Result<ListPage<StoredEvent>>.Failure(problem);
        var page = await feed.ReadAsync(merchant.Id, position, limit, cancellationToken);
        return new Result<ListPage<StoredEvent>>.Success(page with { Next = page.Next is { } next ? Cursor.Write(binding, next) : null });
    }

    private async Task<string?> FindAsync(Merchant merchant, string eventId, CancellationToken cancellationToken)
    {
        if (EventId().Match(eventId) is not { Success: true } match)
            return null;
        if (await feed.FindAsync(merchant.Id, eventId, cancellationToken) is { } position)
            return position;

        // Known from a webhook that was faster than the feed: whatever was written since it happened may be news.
        var version = int.Parse(match.Groups["version"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        return
            await orders.ReadAsync(match.Groups["order"].Value, cancellationToken) is { } snapshot
            && snapshot.Order.MerchantId == merchant.Id
            && snapshot.Events.FirstOrDefault(stored => stored.Version == version) is { } known
            ? EventFeed.Before(known.OccurredAt)
            : null;
    }

    [GeneratedRegex(@"^evt_(?<order>(dep|wd)_[0-9a-z]{26})_(?<version>[1-9]\d{0,5})\z", RegexOptions.CultureInvariant)]
    private static partial Regex EventId();

    [GeneratedRegex(@"^at\|\d{17}\|evt_[0-9a-z_]{1,60}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Position();

    [GeneratedRegex(@"^new\|[0-2]\d{18}\|evt_[0-9a-z_]{1,60}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NewestPosition();
}

/// <summary>Which of a merchant's events a list shows.</summary>
/// <param name="Type">For instance deposit.completed.</param>
/// <param name="From">Happened at this time or later.</param>
/// <param name="To">Happened before this time.</param>
public sealed record EventFilter(string? Type, string? AccountId, string? CustomerId, DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>The filter as one text, equal for equal filters.</summary>
    public string Text => string.Join('\n', Type, AccountId, CustomerId, Ticks(From), Ticks(To));

    private static string? Ticks(DateTimeOffset? time) => time?.UtcTicks.ToString(CultureInfo.InvariantCulture);
}
