using Azure.Data.Tables;
using PaymentHub.Money;
using PaymentHub.Withdrawals;

namespace PaymentHub.Storage;

/// <summary>
/// Limits in table storage: one partition holds a day's total and every order's share, so that both change in one transaction.
/// A share's row is written once and given back once, which tells a write that was done from one that was lost.
/// </summary>
public sealed class LimitBook(StorageClients storage) : ILimitBook
{
    /// <summary>Each lost race means that somebody else got a share; after so many, waiting is better than running against them.</summary>
    private const int MaxRaces = 50;

    private const string Total = "total";
    private const string Amount = "Amount";
    private const string GivenBack = "GivenBack";

    private readonly TableClient _table = storage.Table(TableNames.Limits);

    public async Task<ShareAnswer> TakeAsync(LimitDay limit, string orderId, decimal amount, decimal most, CancellationToken cancellationToken)
    {
        var partition = Keys.Limit(limit);
        for (var race = 0; race < MaxRaces; race++)
        {
            // The total first: a share that is not there when it is read afterwards was not in that total either.
            var total = await FindAsync(partition, Total, cancellationToken);
            if (await FindAsync(partition, orderId, cancellationToken) is { } share)
                return share.GetBoolean(GivenBack) == true ? ShareAnswer.GivenBack : ShareAnswer.Taken;
            if (!Fits(ReadAmount(total), amount, most, out var sum))
                return ShareAnswer.Exceeded;

            var taken = new TableEntity(partition, orderId) { [Amount] = Amounts.Format(amount), [GivenBack] = false };
            if (await _table.TrySubmitAsync([new(TableTransactionActionType.Add, taken), Write(partition, total, sum)], cancellationToken))
                return ShareAnswer.Taken;
        }

        return ShareAnswer.Busy;
    }

    public async Task<bool> GiveBackAsync(LimitDay limit, string orderId, bool mark, CancellationToken cancellationToken)
    {
        var partition = Keys.Limit(limit);
        for (var race = 0; race < MaxRaces; race++)
        {
            var total = await FindAsync(partition, Total, cancellationToken);
            var share = await FindAsync(partition, orderId, cancellationToken);
            if (share is null && !mark)
                return true;
            if (share?.GetBoolean(GivenBack) == true)
                return true;

            var given = new TableEntity(partition, orderId) { [Amount] = share?.Text(Amount) ?? "0", [GivenBack] = true };
            var done = share is null
                ? await _table.TryAddAsync(given, cancellationToken)
                : await _table.TrySubmitAsync(
                    [
                        new(TableTransactionActionType.UpdateReplace, given, share.ETag),
                        Write(partition, total, ReadAmount(total) - ReadAmount(share)),
                    ],
                    cancellationToken);
            if (done)
                return true;
        }

        return false;
    }

    private static TableTransactionAction Write(string partition, TableEntity? before, decimal sum)
    {
        var row = new TableEntity(partition, Total) { [Amount] = Amounts.Format(sum) };
        return before is null ? new(TableTransactionActionType.Add, row) : new(TableTransactionActionType.UpdateReplace, row, before.ETag);
    }

    // A sum that a decimal cannot hold exactly is no sum to rely on: it does not fit.
    private static bool Fits(decimal total, decimal amount, decimal most, out decimal sum)
    {
        sum = 0;
        if (amount > most - total)
            return false;
        sum = total + amount;
        return sum <= most && sum - total == amount && sum - amount == total && Amounts.ReadPlain(Amounts.Format(sum), out _) == AmountReading.Exact;
    }

    private static decimal ReadAmount(TableEntity? row) =>
        row is null ? 0
        : Amounts.ReadPlain(row.Text(Amount), out var amount) == AmountReading.Exact ? amount
        : throw new InvalidOperationException($"Row {row.PartitionKey}/{row.RowKey} holds no amount.");

    private async Task<TableEntity?> FindAsync(string partition, string row, CancellationToken cancellationToken) =>
        await _table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellationToken) is { HasValue: true, Value: { } found } ? found : null;
}
