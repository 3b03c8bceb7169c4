using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Reconciliation;

/// <summary>Runs what is due of all sweeps: the regular ones of every account that has lists, and the back-fills.</summary>
public sealed class Reconciler(ISweepStore store, AccountSweeper sweeper, MerchantDirectory directory, TimeProvider clock)
{
    // Mostly waiting for providers.
    private const int AtOnce = 4;

    private volatile bool _complete;

    /// <summary>One run over everything that is due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await CompleteAsync(cancellationToken);
        using var turns = new SemaphoreSlim(AtOnce);
        // Each to its end, whatever becomes of the others: one account's trouble is not another's.
        await Task.WhenAll((await store.FindDueAsync(clock.GetUtcNow(), cancellationToken)).Select(RunAsync));

        async Task RunAsync(StoredSweep due)
        {
            await turns.WaitAsync(cancellationToken);
            try
            {
                await sweeper.RunAsync(due, cancellationToken);
            }
            finally
            {
                turns.Release();
            }
        }
    }

    /// <summary>Every account with lists has its regular sweeps; the settings do not change while the app runs.</summary>
    private async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_complete)
            return;
        var now = clock.GetUtcNow();
        foreach (var account in directory.Accounts)
            if (Enum.GetValues<OrderKind>().Where(account.Provider.Lists).ToList() is { Count: > 0 } kinds)
                await store.AddAsync([.. kinds.Select(kind => AccountSweep.Regular(account, kind, now, directory.Settings.Reconciliation))], cancellationToken);
        _complete = true;
    }
}
