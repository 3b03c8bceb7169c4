using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;
using PaymentHub.Orders;

namespace PaymentHub.Merchants.Lists;

/// <summary>GET /v1/events: the merchant's events in a stable order, oldest first, for whoever missed webhooks.</summary>
public sealed partial class EventListing(IEventFeed feed, IOrderStore orders)
{
    /// <summary>A page of a merchant's events.</summary>
    public async Task<Answer<ListPage<StoredEvent>>> ListAsync(
        Merchant merchant, IEnumerable<KeyValuePair<string, StringValues>> query, CancellationToken cancellationToken)
    {
        var check = new QueryCheck(query, "after", "limit", "cursor");
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
                check.Add("after", "You have no event of that id.");
        }

        if (check.Problem is { } problem)
            return new Answer<ListPage<StoredEvent>>.Not(problem);
        var page = await feed.ReadAsync(merchant.Id, position, limit, cancellationToken);
        return new Answer<ListPage<StoredEvent>>.Done(page with { Next = page.Next is { } next ? Cursor.Write(binding, next) : null });
    }

    private async Task<string?> FindAsync(Merchant merchant, string eventId, CancellationToken cancellationToken)
    {
        if (EventId().Match(eventId) is not { Success: true } match)
            return null;
        if (await feed.FindAsync(merchant.Id, eventId, cancellationToken) is { } position)
            return position;

        // Known from a webhook that was faster than the feed: whatever was written since it happened may be news.
        var version = int.Parse(match.Groups["version"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        return await orders.ReadAsync(match.Groups["order"].Value, cancellationToken) is { } file && file.Order.MerchantId == merchant.Id
            && file.Events.FirstOrDefault(stored => stored.Version == version) is { } known
            ? feed.Before(known.OccurredAt)
            : null;
    }

    [GeneratedRegex(@"^evt_(?<order>(dep|wd)_[0-9a-z]{26})_(?<version>[1-9]\d{0,5})\z", RegexOptions.CultureInvariant)]
    private static partial Regex EventId();

    [GeneratedRegex(@"^at\|\d{17}\|evt_[0-9a-z_]{1,60}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
}
