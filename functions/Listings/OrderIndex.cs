using System.Globalization;
using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Listings;

/// <summary>
/// Pages of orders. A page of a customer's orders reads that customer's partition; any other reads the days that have orders, which
/// stand in a partition of their own, and then one day after the other: days without orders cost nothing.
/// </summary>
public sealed class OrderIndex(StorageClients storage)
{
    /// <summary>How many days one request reads at most, each with one read or more.</summary>
    private const int MaxDays = 31;

    /// <summary>How many rows one read fetches where the filter may leave most of them out.</summary>
    private const int Batch = 250;

    /// <summary>How many rows one request looks at at most.</summary>
    private const int MaxRows = 1_000;

    // Behind every digit and '|'.
    private const string End = "~";

    private readonly TableClient _table = storage.Table(TableNames.Listing);

    /// <summary>
    /// A page of orders. What it reads is bounded, whatever is stored: a page that had to leave off says where to go on.
    /// </summary>
    /// <param name="after">Where an earlier page left off; null begins with the newest.</param>
    public async Task<ListPage<Order>> ReadAsync(string merchantId, OrderFilter filter, string? after, int limit, CancellationToken cancellationToken)
    {
        // Before the newest that may be shown; a position within the last tick before To has no id behind it.
        var start = after ?? (filter.To is { } to ? KeyText.InvertedBefore(to) : "");
        var scan = new Scan(filter, start, filter.From is { } from ? KeyText.Inverted(from) + "}" : End, limit);
        if (filter.CustomerId is { } customer)
            return await ReadAsync(scan, Keys.CustomerListing(merchantId, customer), cancellationToken) ? scan.Last() : scan.Unfinished();

        var days = await ReadDaysAsync(merchantId, filter, start, cancellationToken);
        foreach (var day in days.Take(MaxDays))
        {
            if (!await ReadAsync(scan, Keys.DayListing(merchantId, filter.Kind, day), cancellationToken))
                return scan.Unfinished();
            // On with the day before: its newest orders are behind this one's first moment.
            scan.Position = KeyText.InvertedBefore(StartOf(day));
        }

        return days.Count > MaxDays ? scan.Unfinished() : scan.Last();
    }

    /// <summary>Reads a partition from the scan's position on. False when the page is full, or enough was looked at.</summary>
    private async Task<bool> ReadAsync(Scan scan, string partition, CancellationToken cancellationToken)
    {
        while (scan.Rows < MaxRows)
        {
            // Most pages are full with the first read: one row more tells whether another page follows.
            var max = scan.Rows == 0 ? scan.Limit + 1 : Batch;
            var rows = await _table.ReadRangeAsync(partition, scan.Position, scan.End, max, cancellationToken);
            foreach (var row in rows)
            {
                if (!scan.TryTake(row))
                    return false;
            }

            if (rows.Count < max)
                return true;
        }

        return false;
    }

    private async Task<List<string>> ReadDaysAsync(string merchantId, OrderFilter filter, string start, CancellationToken cancellationToken)
    {
        // The range excludes its ends, and the position's own day is in it: the number before that day's.
        var after = start.Length == 0 ? "" : Before(KeyText.InvertedDay(KeyText.Day(TimeOf(start))));
        var last = filter.From is { } from ? KeyText.InvertedDay(KeyText.Day(from)) + End : End;
        var rows = await _table.ReadRangeAsync(Keys.DaysListing(merchantId, filter.Kind), after, last, MaxDays + 1, cancellationToken);
        return [.. rows.Select(row => KeyText.InvertedDay(row.RowKey))];
    }

    private static string Before(string invertedDay) =>
        (int.Parse(invertedDay, NumberStyles.None, CultureInfo.InvariantCulture) - 1).ToString("00000000", CultureInfo.InvariantCulture);

    private static DateTimeOffset TimeOf(string position) =>
        new(DateTimeOffset.MaxValue.Ticks - long.Parse(position.AsSpan(0, 19), NumberStyles.None, CultureInfo.InvariantCulture), TimeSpan.Zero);

    private static DateTimeOffset StartOf(string day) =>
        DateTimeOffset.ParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private sealed class Scan(OrderFilter filter, string position, string end, int limit)
    {
        private readonly List<Order> _orders = [];

        public int Limit => limit;

        /// <summary>What was read last; goes on behind it.</summary>
        public string Position { get; set; } = position;

        public string End => end;

        /// <summary>How many rows were looked at.</summary>
        public int Rows { get; private set; }

        /// <summary>Looks at a row. False when the page was full already and this row belongs to the next.</summary>
        public bool TryTake(TableEntity row)
        {
            Rows++;
            var order = OrderRows.Order(row);
            if (filter.Shows(order))
            {
                if (_orders.Count == limit)
                    return false;
                _orders.Add(order);
            }

            Position = row.RowKey;
            return true;
        }

        public ListPage<Order> Last() => new(_orders, null);

        public ListPage<Order> Unfinished() => new(_orders, Position);
    }
}
