using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Money;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Withdrawals;

/// <summary>
/// Limits in table storage: one partition holds a day's total and every order's reservation, so that both change in one transaction. A reservation's
/// row says whether it counts; this distinguishes a write that was done from one that was lost.
/// </summary>
public sealed class DailyLimitStore(StorageClients storage) : IDailyLimitStore
{
    /// <summary>Each lost race means that somebody else got a reservation; after so many, waiting is better than trying again.</summary>
    private const int MaxRaces = 50;

    private const string Total = "total";
    private const string Amount = "Amount";
    private const string Released = "Released";

    private readonly TableClient _table = storage.Table(TableNames.Limits);

    public async Task<ReservationResult> ReserveAsync(
        LimitDay limit,
        string orderId,
        decimal amount,
        decimal max,
        CancellationToken cancellationToken
    )
    {
        var partition = Keys.Limit(limit);
        for (var race = 0; race < MaxRaces; race++)
        {
            // The total first: a reservation that is not there when it is read afterwards was not in that total either.
            var total = await FindAsync(partition, Total, cancellationToken);
            if (await FindAsync(partition, orderId, cancellationToken) is { } reservation)
                return reservation.GetBoolean(Released) == true ? ReservationResult.Released : ReservationResult.Reserved;
            if (!Fits(ReadAmount(total), amount, max, out var sum))
                return ReservationResult.Exceeded;

            var taken = new TableEntity(partition, orderId) { [Amount] = Amounts.Format(amount), [Released] = false };
            if (await _table.TrySubmitAsync([new(TableTransactionActionType.Add, taken), Write(partition, total, sum)], cancellationToken))
                return ReservationResult.Reserved;
        }

        return ReservationResult.Busy;
    }

    public async Task<bool> ReleaseAsync(LimitDay limit, string orderId, bool mark, CancellationToken cancellationToken)
    {
        var partition = Keys.Limit(limit);
        for (var race = 0; race < MaxRaces; race++)
        {
            var total = await FindAsync(partition, Total, cancellationToken);
            var reservation = await FindAsync(partition, orderId, cancellationToken);
            if (reservation is null && !mark)
                return true;
            if (reservation?.GetBoolean(Released) == true)
                return true;

            var given = new TableEntity(partition, orderId) { [Amount] = reservation?.Text(Amount) ?? "0", [Released] = true };
            var done = reservation is null
                ? await _table.TryAddAsync(given, cancellationToken)
                : await _table.TrySubmitAsync(
                    [
                        new(TableTransactionActionType.UpdateReplace, given, reservation.ETag),
                        Write(partition, total, ReadAmount(total) - ReadAmount(reservation)),
                    ],
                    cancellationToken
                );
            if (done)
                return true;
        }

        return false;
    }

    public async Task<bool> CountAsync(LimitDay limit, string orderId, decimal amount, bool limited, CancellationToken cancellationToken)
    {
        var partition = Keys.Limit(limit);
        for (var race = 0; race < MaxRaces; race++)
        {
            var total = await FindAsync(partition, Total, cancellationToken);
            var reservation = await FindAsync(partition, orderId, cancellationToken);
            if (reservation is null ? !limited : reservation.GetBoolean(Released) != true)
                return true;

            var sum = ReadAmount(total) + amount;
            if (Amounts.ReadPlain(Amounts.Format(sum), out _) != AmountReading.Exact)
                throw new InvalidOperationException($"The total of {partition} and {Amounts.Format(amount)} have too many digits.");
            var counted = new TableEntity(partition, orderId) { [Amount] = Amounts.Format(amount), [Released] = false };
            TableTransactionAction row = reservation is null
                ? new(TableTransactionActionType.Add, counted)
                : new(TableTransactionActionType.UpdateReplace, counted, reservation.ETag);
            // Whatever the answer was, the row shows it: this write, whose answer was lost, has made it count.
            if (await _table.TrySubmitAsync([row, Write(partition, total, sum)], cancellationToken))
                return true;
        }

        return false;
    }

    private static TableTransactionAction Write(string partition, TableEntity? before, decimal sum)
    {
        var row = new TableEntity(partition, Total) { [Amount] = Amounts.Format(sum) };
        return before is null ? new(TableTransactionActionType.Add, row) : new(TableTransactionActionType.UpdateReplace, row, before.ETag);
    }

    // A sum that a decimal cannot hold exactly cannot be relied on: it counts as too much.
    private static bool Fits(decimal total, decimal amount, decimal max, out decimal sum)
    {
        sum = 0;
        if (amount > max - total)
            return false;
        sum = total + amount;
        return sum <= max && sum - total == amount && sum - amount == total && Amounts.ReadPlain(Amounts.Format(sum), out _) == AmountReading.Exact;
    }

    private static decimal ReadAmount(TableEntity? row) =>
        row is null ? 0
        : Amounts.ReadPlain(row.Text(Amount), out var amount) == AmountReading.Exact ? amount
        : throw new InvalidOperationException($"Row {row.PartitionKey}/{row.RowKey} holds no amount.");

    private async Task<TableEntity?> FindAsync(string partition, string row, CancellationToken cancellationToken) =>
        await _table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellationToken) is { HasValue: true, Value: { } found }
            ? found
            : null;
}

/// <summary>What orders have reserved of the accounts' limits. Exact, even with concurrent reservations and releases, and lost answers.</summary>
public interface IDailyLimitStore
{
    /// <summary>Takes an order's reservation. Repeating it is harmless.</summary>
    /// <param name="max">The limit: the reservations together never exceed it.</param>
    Task<ReservationResult> ReserveAsync(LimitDay limit, string orderId, decimal amount, decimal max, CancellationToken cancellationToken);

    /// <summary>Releases an order's reservation. Repeating it is harmless. False if too many orders are changing the total right now.</summary>
    /// <param name="mark">Whether an order without a reservation is marked, so that a late sender cannot reserve any more.</param>
    Task<bool> ReleaseAsync(LimitDay limit, string orderId, bool mark, CancellationToken cancellationToken);

    /// <summary>
    /// Counts an order that was paid, even if it has released its reservation, and even if there is not that much left: others keep theirs. Repeating
    /// it is harmless. False if too many orders are changing the total right now.
    /// </summary>
    /// <param name="limited">Whether the account has limits, so that one without a reservation counts, too.</param>
    Task<bool> CountAsync(LimitDay limit, string orderId, decimal amount, bool limited, CancellationToken cancellationToken);
}

/// <summary>The result of reserving a part of a day's limit.</summary>
public enum ReservationResult
{
    /// <summary>The order has its reservation, now or since before.</summary>
    Reserved,

    /// <summary>There is not enough left.</summary>
    Exceeded,

    /// <summary>The order had its reservation and has released it: it is over.</summary>
    Released,

    /// <summary>Too many orders want a reservation at this moment.</summary>
    Busy,
}

/// <summary>One day of an account's limit in one currency.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Currency">The currency's symbol, in upper or lower case.</param>
/// <param name="Day">A day in UTC.</param>
public sealed record LimitDay(string AccountId, string Currency, DateOnly Day)
{
    /// <summary>
    /// The day that a withdrawal counts for: the day of its first send, however long it awaited approval before and whenever it is sent again. Before
    /// that, today.
    /// </summary>
    public static LimitDay Of(Order order, DateTimeOffset now) =>
        new(order.AccountId, order.Request!.Currency, DateOnly.FromDateTime(SentAt(order, now).UtcDateTime));

    /// <summary>When a withdrawal is, or was, sent for the first time. Those sent before this was recorded count from their creation.</summary>
    public static DateTimeOffset SentAt(Order order, DateTimeOffset now) =>
        order.FirstSentAt ?? (order.SubmissionAttempt is null ? now : order.CreatedAt);

    /// <summary>What the account allows per day: nothing of a currency that its limits do not name; null if it has no limits.</summary>
    public decimal? Limit(Account account) => account.Withdrawals.PerDay is { Count: > 0 } limits ? limits.GetValueOrDefault(Currency) : null;
}
