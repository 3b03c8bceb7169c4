using Microsoft.Extensions.Logging;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Functions;

/// <summary>From a queue message to the reading of the list that it calls for.</summary>
public sealed partial class ReconciliationMessages(
    IReconciliationStore store,
    ReconciliationRunner runner,
    IReconciliationQueue queue,
    TimeProvider clock,
    ILogger<ReconciliationMessages> logger
)
{
    /// <summary>Reads on in a list, if it is due.</summary>
    /// <exception cref="FormatException">It is not one of our messages.</exception>
    public async Task ReadAsync(string message, CancellationToken cancellationToken)
    {
        var key = ReconciliationCall.Parse(message);
        try
        {
            if (
                await store.FindAsync(key, cancellationToken) is { } due
                && due.Value.DueAt <= clock.GetUtcNow()
                && await runner.TryRunAsync(due, cancellationToken) is { } pause
            )
            {
                await queue.TryCallAsync(key, clock.GetUtcNow() + pause, cancellationToken);
            }
        }
        catch (Exception e) when (StorageFaults.IsUnavailable(e))
        {
            // Its row says that it is due, now or when the lease is over: it is called for again then.
            Log.StorageUnavailable(logger, key, e.GetBaseException().Message);
        }
    }

    /// <summary>Drops a call that kept failing. The list is due again when its lease is over, and is called for again.</summary>
    public Task DropAsync(string message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Log.Dropped(logger, message);
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Reconciliation {Key} waits, for storage is unavailable: {Reason}")]
        public static partial void StorageUnavailable(ILogger logger, string key, string reason);

        [LoggerMessage(2, LogLevel.Error, "A call for a reconciliation kept failing and was dropped; what is due is called for again: {Call}")]
        public static partial void Dropped(ILogger logger, string call);
    }
}
