using PaymentHub.Callbacks;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Operations;

/// <summary>
/// How the day goes: its orders by account and currency, and how long it took from a callback to the merchant's webhook. What it reads is
/// bounded, and kept for half a minute, so that looking at it again and again costs nothing.
/// </summary>
public sealed class DayFigures(MerchantDirectory directory, OrderIndexByTime index, Timelines timelines, TimeProvider clock)
{
    /// <summary>So many merchants' days are read, two reads each; of more the page says so.</summary>
    internal const int MaxMerchants = 100;

    /// <summary>So many of a merchant's newest orders of a kind are counted: as many as one read brings.</summary>
    internal const int MaxOrders = 1_000;

    /// <summary>So many orders' ways are measured, two reads each.</summary>
    internal const int MaxMeasured = 20;

    private const int AtOnce = 8;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private volatile DayReport? _last;

    /// <summary>The figures of today, UTC.</summary>
    public async Task<DayReport> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_last is { } last && now - last.At < Fresh && now >= last.At && now.UtcDateTime.Date == last.At.UtcDateTime.Date)
            return last;

        var merchants = directory.Merchants.Select(merchant => merchant.Id).ToList();
        var asked = merchants.Take(MaxMerchants).SelectMany(merchant => Enum.GetValues<OrderKind>().Select(kind => (merchant, kind))).ToList();
        var days = new IReadOnlyList<Order>[asked.Count];
        await EachAsync(
            asked.Count,
            async (i, token) => days[i] = await index.NewestAsync(asked[i].merchant, asked[i].kind, now, MaxOrders, token),
            cancellationToken
        );
        var orders = days.SelectMany(day => day).ToList();
        var done = orders
            .Where(order => order.Status == OrderStatus.Completed)
            .OrderByDescending(order => order.CompletedAt ?? order.UpdatedAt)
            .Take(MaxMeasured)
            .ToList();
        var ways = new CallbackWay?[done.Count];
        await EachAsync(
            done.Count,
            async (i, token) => ways[i] = await timelines.ReadAsync(done[i].Id, token) is { } timeline ? WayOf(timeline) : null,
            cancellationToken
        );
        var report = new DayReport(
            now,
            [
                .. orders
                    .GroupBy(order => (order.Kind, order.AccountId, Currency: order.Currency ?? order.Request?.Currency ?? ""))
                    .OrderBy(group => group.Key)
                    .Select(group => DayLine.Of(group.Key.Kind, group.Key.AccountId, group.Key.Currency, [.. group])),
            ],
            [.. ways.OfType<CallbackWay>().OrderBy(way => way.ReceivedAt)],
            merchants.Count <= MaxMerchants && days.All(day => day.Count < MaxOrders)
        );
        _last = report;
        return report;
    }

    /// <summary>The way of the last callback that an event came of: from its receipt to the end of that event's first attempt.</summary>
    internal static CallbackWay? WayOf(Timeline timeline)
    {
        CallbackWay? way = null;
        foreach (var notice in timeline.Entries.OfType<TimelineEntry.Noticed>())
        {
            // A callback's id begins with when it came.
            if (
                notice.Source == "callback"
                && CallbackId.IsWellFormed(notice.SourceId)
                && new CallbackId(notice.SourceId!).ReceivedAt is { } received
                && timeline.Entries.OfType<TimelineEntry.Published>().FirstOrDefault(published => published.At >= notice.At) is { } published
                && timeline.Entries.OfType<TimelineEntry.Attempted>().FirstOrDefault(attempt => attempt.EventId == published.EventId) is { } first
            )
            {
                var took = first.At.AddMilliseconds(first.Milliseconds) - received;
                way = new CallbackWay(timeline.Order.Id, received, took > TimeSpan.Zero ? took : TimeSpan.Zero);
            }
        }

        return way;
    }

    private static Task EachAsync(int count, Func<int, CancellationToken, ValueTask> work, CancellationToken cancellationToken) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, work);
}

/// <summary>A day's figures.</summary>
/// <param name="At">When they were taken.</param>
/// <param name="Ways">The newest completed orders' ways from callback to webhook, oldest first.</param>
/// <param name="Complete">False when the day has more orders than were counted.</param>
public sealed record DayReport(DateTimeOffset At, IReadOnlyList<DayLine> Lines, IReadOnlyList<CallbackWay> Ways, bool Complete);

/// <summary>How long it took from the receipt of a callback until an endpoint of its merchant had answered, or had not.</summary>
public sealed record CallbackWay(string OrderId, DateTimeOffset ReceivedAt, TimeSpan Took);

/// <summary>An account's orders of a kind in a currency that were created on a day.</summary>
/// <param name="Amount">What the completed ones come to.</param>
/// <param name="Open">How many are under way.</param>
/// <param name="Expired">How many nobody has paid in time: neither a success nor a failure.</param>
public sealed record DayLine(
    OrderKind Kind,
    string Account,
    string Currency,
    int Orders,
    int Completed,
    decimal Amount,
    int Open,
    int Review,
    int Failed,
    int Expired
)
{
    /// <summary>Of those that are over, or wait for a person, how many have succeeded: 0 to 100; null where there are none.</summary>
    public int? Success => Completed + Review + Failed is var all and > 0 ? Completed * 100 / all : null;

    internal static DayLine Of(OrderKind kind, string account, string currency, IReadOnlyList<Order> orders)
    {
        var completed = orders.Where(order => order.Status == OrderStatus.Completed).ToList();
        var (review, failed, expired) = (
            Count(OrderStatus.NeedsReview),
            Count(OrderStatus.Failed) + Count(OrderStatus.Rejected),
            Count(OrderStatus.Expired)
        );
        return new(
            kind,
            account,
            currency,
            orders.Count,
            completed.Count,
            completed.Sum(order => order.Amount ?? 0),
            orders.Count - completed.Count - review - failed - expired,
            review,
            failed,
            expired
        );

        int Count(OrderStatus status) => orders.Count(order => order.Status == status);
    }
}
