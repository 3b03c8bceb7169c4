using Azure;

namespace PaymentHub.Storage;

/// <summary>Whether storage does its work.</summary>
public sealed class StorageHealth(StorageClients storage)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks a table and a queue; false when either does not answer within five seconds.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await storage.Table(TableNames.Orders).GetEntityIfExistsAsync<Azure.Data.Tables.TableEntity>(Keys.Bucket(0), "health", cancellationToken: patience.Token);
            await storage.Queue(QueueNames.Webhooks).GetPropertiesAsync(patience.Token);
            return true;
        }
        catch (Exception e) when (e is RequestFailedException || StorageFaults.IsUnavailable(e) || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
