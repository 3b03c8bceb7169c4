using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Listings;

/// <summary>
/// Appends events to a merchant's feed. An event's position is the time of its being written here, not of its happening: a writer
/// that is late by any reason stands behind what readers have read already. A second row of it stands where it happened, for
/// whoever looks at the newest events first.
/// </summary>
public sealed class FeedWriter(StorageClients storage, MerchantDirectory directory, TimeProvider clock)
{
    private readonly TableClient _table = storage.Table(TableNames.Listing);

    /// <summary>Appends an event, unless it stands there already.</summary>
    /// <exception cref="TimeoutException">It took so long that a reader might have passed the position; the work is to be repeated.</exception>
    public async Task AppendAsync(Order order, StoredEvent stored, CancellationToken cancellationToken)
    {
        // Half of the time for which readers wait: the other half is for clocks that differ, and for an answer that is lost.
        using var patience = new CancellationTokenSource(directory.Settings.FeedDelay / 2, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var (partition, at) = (Keys.Feed(order.MerchantId), Keys.FeedRow(clock.GetUtcNow(), stored.Id));
        var row = OrderRows.Event(stored);
        (row.PartitionKey, row.RowKey) = (partition, at);
        try
        {
            // All rows or none. A conflict is an event that stands there, by an earlier try or by this one whose answer was lost.
            await _table.TrySubmitAsync(
                [
                    new(TableTransactionActionType.Add, new TableEntity(partition, Keys.FeedPointer(stored.Id)) { ["Position"] = at }),
                    new(TableTransactionActionType.Add, row),
                    new(TableTransactionActionType.Add, NewestRow(order, stored)),
                    // In the same transaction they cost nothing; an earlier event may have written them already.
                    .. OrderLookupIndex.Rows(order).Select(found => new TableTransactionAction(TableTransactionActionType.UpsertReplace, found)),
                ],
                either.Token
            );
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("Storage took too long to append an event to the feed.", e);
        }
    }

    /// <summary>An event's row in the list of the newest, with what that list is filtered by.</summary>
    internal static TableEntity NewestRow(Order order, StoredEvent stored)
    {
        var row = OrderRows.Event(stored);
        (row.PartitionKey, row.RowKey) = (Keys.Feed(order.MerchantId), Keys.NewestRow(stored.OccurredAt, stored.Id));
        (row["Account"], row["Customer"]) = (order.AccountId, order.CustomerId);
        return row;
    }
}
