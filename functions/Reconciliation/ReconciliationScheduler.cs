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

    /// <summary>So many calls wait to be taken at most: what has become due longest ago is still called for first.</summary>
    private const int MaxCalls = 1_000;

    /// <summary>A call that nobody has taken for so long is made again. Two for one list cost a read.</summary>
    private static readonly TimeSpan CallAgain = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, bool> _complete = new(StringComparer.Ordinal);

    /// <summary>What was called for, in which state of it, and when. Whoever begins anew calls for some of it twice.</summary>
    private readonly ConcurrentDictionary<string, (string Revision, DateTimeOffset At)> _called = new(StringComparer.Ordinal);

    /// <summary>Calls for everything that is due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await CompleteAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var due = await store.FindDueAsync(now, cancellationToken);
        if (due.Unreadable.Count > 0)
            Log.Unreadable(logger, due.Unreadable.Count, string.Join(", ", due.Unreadable));
        var jobs = due.Jobs.Select(job => (Key: Keys.Job(job.Value), job.Revision)).ToList();
        foreach (var gone in _called.Keys.Except(jobs.Select(job => job.Key)).ToList())
            _called.TryRemove(gone, out _);
        var open = jobs.ToLookup(job => _called.TryGetValue(job.Key, out var call) && call.Revision == job.Revision && now - call.At < CallAgain);
        await Parallel.ForEachAsync(
            open[false].Take(MaxCalls - open[true].Count()),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (job, token) =>
            {
                if (await queue.TryCallAsync(job.Key, now, token))
                    _called[job.Key] = (job.Revision, now);
            }
        );
    }

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
