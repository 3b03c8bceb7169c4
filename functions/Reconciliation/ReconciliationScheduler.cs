using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Calls for all reconciliations that are due, the longest due first, over all accounts: the regular ones of every account with lists, and the
/// back-fills. The instance that receives a call continues reading that list.
/// </summary>
public sealed partial class ReconciliationScheduler(
    IReconciliationStore store,
    IReconciliationQueue queue,
    MerchantDirectory directory,
    TimeProvider clock,
    ILogger<ReconciliationScheduler> logger
)
{
    private const int AtOnce = 16;

    private readonly ConcurrentDictionary<string, bool> _complete = new(StringComparer.Ordinal);

    private readonly ReconciliationCalls _calls = new();

    /// <summary>Calls for what is due, as much of it as the hosts can be expected to read until the next run.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await CompleteAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var due = await store.FindDueAsync(now, cancellationToken);
        if (due.Unreadable.Count > 0)
            Log.Unreadable(logger, due.Unreadable.Count, string.Join(", ", due.Unreadable));
        await Parallel.ForEachAsync(
            _calls.Plan([.. due.Jobs.Select(Listed)], now),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (call, token) =>
            {
                if (await queue.TryCallAsync(call.List.Key, call.At, token))
                    _calls.Add(call);
            }
        );
    }

    // Whoever was taken out of the settings has no host to wait for.
    private DueList Listed(Versioned<ReconciliationJob> job) =>
        new(
            Keys.Job(job.Value),
            job.Revision,
            directory.FindAccount(job.Value.AccountId) is { } account ? ProviderHosts.NameOf(account) : string.Empty
        );

    /// <summary>Every account with lists has its regular reconciliations, also one that came while the app runs.</summary>
    private async Task CompleteAsync(CancellationToken cancellationToken)
    {
        var lacking = directory.Accounts.Where(account => !_complete.ContainsKey(account.Id)).ToList();
        if (lacking.Count == 0)
            return;
        var (now, standing) = (clock.GetUtcNow(), await store.KeysAsync(cancellationToken));
        foreach (var account in lacking)
        {
            var jobs = Enum.GetValues<OrderKind>()
                .Where(account.Provider.Lists)
                .Select(kind => ReconciliationJob.Regular(account, kind, now, directory.Settings.Reconciliation))
                .Where(job => !standing.Contains(Keys.Job(job)))
                .ToList();
            if (jobs.Count > 0)
                await store.AddAsync(jobs, cancellationToken);
            _complete[account.Id] = true;
        }
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
