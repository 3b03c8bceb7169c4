using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Reconciliation;

/// <summary>Runs what is due of all reconciliations: the regular ones of every account that has lists, and the back-fills.</summary>
public sealed partial class ReconciliationScheduler(
    IReconciliationStore store,
    ReconciliationRunner runner,
    MerchantDirectory directory,
    TimeProvider clock,
    ILogger<ReconciliationScheduler> logger
)
{
    // Mostly waiting for providers.
    private const int AtOnce = 4;

    private volatile bool _complete;

    /// <summary>One run over everything that is due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await CompleteAsync(cancellationToken);
        var due = await store.FindDueAsync(clock.GetUtcNow(), cancellationToken);
        if (due.Unreadable.Count > 0)
            Log.Unreadable(logger, due.Unreadable.Count, string.Join(", ", due.Unreadable));
        using var turns = new SemaphoreSlim(AtOnce);
        // Each to its end, whatever becomes of the others: one account's trouble is not another's.
        await Task.WhenAll(due.Jobs.Select(RunAsync));

        async Task RunAsync(StoredReconciliationJob job)
        {
            await turns.WaitAsync(cancellationToken);
            try
            {
                await runner.RunAsync(job, cancellationToken);
            }
            finally
            {
                turns.Release();
            }
        }
    }

    /// <summary>Every account with lists has its regular reconciliations; the settings do not change while the app runs.</summary>
    private async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_complete)
            return;
        var now = clock.GetUtcNow();
        foreach (var account in directory.Accounts)
        {
            if (Enum.GetValues<OrderKind>().Where(account.Provider.Lists).ToList() is { Count: > 0 } kinds)
            {
                await store.AddAsync(
                    [.. kinds.Select(kind => ReconciliationJob.Regular(account, kind, now, directory.Settings.Reconciliation))],
                    cancellationToken
                );
            }
        }

        _complete = true;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "{Count} reconciliations that are due cannot be read in storage and rest until somebody has looked after them: {Keys}."
        )]
        public static partial void Unreadable(ILogger logger, int count, string keys);
    }
}
