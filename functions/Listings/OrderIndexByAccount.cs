using System.Globalization;
using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Listings;

/// <summary>An account's orders from the lists by day: day by day, deposits before withdrawals, each day's newest first.</summary>
public sealed class OrderIndexByAccount(StorageClients storage)
{
    private const string DayFormat = "yyyyMMdd";

    private static readonly OrderKind[] Kinds = [OrderKind.Deposit, OrderKind.Withdrawal];

    private readonly TableClient _table = storage.Table(TableNames.Listing);

    /// <summary>So many of the orders' ids, and where to go on; no cursor when there are no more.</summary>
    /// <exception cref="FormatException">The cursor is none of ours.</exception>
    public async Task<(IReadOnlyList<string> Ids, string? Cursor)> ListAsync(
        Account account,
        DateTimeOffset from,
        DateTimeOffset before,
        string? cursor,
        int max,
        CancellationToken cancellationToken
    )
    {
        var (firstDay, firstKind, after) = cursor is null ? (from.UtcDateTime.Date, 0, "") : Parse(cursor);
        var ids = new List<string>();
        // Days without orders cost a read each, too.
        var reads = 0;
        for (var day = firstDay; day < before.UtcDateTime; day = day.AddDays(1), firstKind = 0)
        {
            for (var kind = firstKind; kind < Kinds.Length; kind++, after = "")
            {
                if (ids.Count >= max || reads++ >= max)
                    return (ids, Cursor(day, kind, after));
                var partition = Keys.DayListing(account.MerchantId, Kinds[kind], KeyText.Day(new DateTimeOffset(day, TimeSpan.Zero)));
                // Inverted times: the newest has the least key, and a key of a time is below all rows of that time.
                var (newest, oldest) = (KeyText.Inverted(before), KeyText.Inverted(from.AddTicks(-1)));
                var filter = TableClient.CreateQueryFilter(
                    $"PartitionKey eq {partition} and RowKey gt {(string.CompareOrdinal(after, newest) > 0 ? after : newest + "}")} and RowKey lt {oldest} and Account eq {account.Id}"
                );
                await foreach (var row in _table.QueryAsync<TableEntity>(filter, Math.Min(max, 1000), cancellationToken: cancellationToken))
                {
                    if (ids.Count >= max)
                        return (ids, Cursor(day, kind, after));
                    after = row.RowKey;
                    ids.Add(row.RowKey[(row.RowKey.IndexOf('|', StringComparison.Ordinal) + 1)..]);
                }
            }
        }

        return (ids, null);
    }

    private static string Cursor(DateTime day, int kind, string after) =>
        string.Create(CultureInfo.InvariantCulture, $"{day.ToString(DayFormat, CultureInfo.InvariantCulture)}.{kind}.{after}");

    private static (DateTime Day, int Kind, string After) Parse(string cursor) =>
        cursor.Split('.') is [var day, ("0" or "1") and var kind, var after]
        && DateTime.TryParseExact(
            day,
            DayFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var date
        )
            ? (date, kind[0] - '0', after)
            : throw new FormatException("The cursor does not belong to this list.");
}
