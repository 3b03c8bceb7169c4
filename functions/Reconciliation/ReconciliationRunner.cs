using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Does one run's share of a reconciliation: takes a lease, reads pages, and records its progress after each. If a run is cut off, its lease expires,
/// and the next run reads that page again; two runs at once only waste the time of one.
/// </summary>
public sealed partial class ReconciliationRunner(
    IReconciliationStore store,
    ListedUpdateProcessor processor,
    MerchantDirectory directory,
    ProviderHosts hosts,
    TimeProvider clock,
    ILogger<ReconciliationRunner> logger
)
{
    // 5,000,000 orders of 500 a page: a list that goes on beyond that does not end.
    private const int MaxPages = 10_000;

    /// <summary>Reads on in a reconciliation that is due.</summary>
    /// <returns>Null when it had its turn; while too many others wait for its provider's host, after how long it may try again.</returns>
    public async Task<TimeSpan?> TryRunAsync(Versioned<ReconciliationJob> due, CancellationToken cancellationToken)
    {
        // Taken out of the settings: it waits until the account is back, and takes nobody's turn until then.
        if (directory.FindAccount(due.Value.AccountId) is not { } account || !account.Provider.Lists(due.Value.Kind))
        {
            await store.TrySaveAsync(due, due.Value.Rest(clock.GetUtcNow()), cancellationToken);
            return null;
        }

        var host = hosts.Of(account);
        using var turn = await host.TryEnterAsync(cancellationToken);
        if (turn is null)
            return host.NextTry();
        if (host.MayAsk(out var until))
            await RunAsync(account, host, due, cancellationToken);
        else
            await store.TrySaveAsync(due, due.Value.Defer(until), cancellationToken);
        return null;
    }

    private async Task RunAsync(
        Account account,
        ProviderHosts.ProviderHost host,
        Versioned<ReconciliationJob> due,
        CancellationToken cancellationToken
    )
    {
        var settings = directory.Settings.Reconciliation;
        // An owner that is still there has died, perhaps in the middle of a page.
        var isRetry = due.Value.Owner is not null;
        var mine = await store.TrySaveAsync(due, due.Value.Claim(Guid.NewGuid().ToString("N"), clock.GetUtcNow(), settings), cancellationToken);
        for (var left = settings.MaxPages - 1; mine?.Value.Scan is { } scan; left--, isRetry = false)
        {
            var before = mine.Value;
            var answer = await ReadAsync(account, host, before, scan, isRetry, cancellationToken);
            if (answer is not ProviderResult<TakenPage>.Good { Value: var taken })
            {
                await FailAsync(mine, answer, settings, cancellationToken);
                return;
            }

            var after = before.Read(taken.Page, taken.Tally, clock.GetUtcNow(), settings);
            Tell(before, after);
            // A piece is often short: the next one is read in the same turn.
            if (left > 0 && after.Scan is null && after.DueAt <= clock.GetUtcNow())
                after = after.Claim(Guid.NewGuid().ToString("N"), clock.GetUtcNow(), settings);
            if (left == 0 && after.Owner is not null)
                after = after.Release(clock.GetUtcNow());
            mine = await store.TrySaveAsync(mine, after, cancellationToken);
            if (after.Owner is null)
                return;
        }
    }

    private void Tell(ReconciliationJob before, ReconciliationJob after)
    {
        if (before.Failures > 0 && after.Failures == 0)
            Log.Back(logger, after.AccountId, SnakeCaseEnum.Of(before.Kind), before.Failures);
        if (!after.RoundIsOver)
            return;
        if (after.Counts is { Created: > 0 } or { Changed: > 0 })
        {
            Log.Found(
                logger,
                after.AccountId,
                SnakeCaseEnum.Of(after.Kind),
                after.Counts.Created,
                after.Counts.Changed,
                after.Counts.Seen,
                after.Counts.Unknown
            );
        }

        if (after.Counts.Unread > 0)
            Log.Unread(logger, after.AccountId, SnakeCaseEnum.Of(after.Kind), after.Counts.Unread, string.Join(" ", after.Unread));
    }

    /// <summary>
    /// Reads a page and takes it in. Whatever goes wrong with that, but for storage that is away, is a failure of the reconciliation and counts as
    /// one: a run that just ended would be begun again for ever, with nobody the wiser.
    /// </summary>
    private async Task<ProviderResult<TakenPage>> ReadAsync(
        Account account,
        ProviderHosts.ProviderHost host,
        ReconciliationJob job,
        ListScan scan,
        bool isRetry,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await (await ListAsync(account, host, job.Kind, scan, cancellationToken)).ThenAsync<NoticePage, TakenPage>(
                async page => new ProviderResult<TakenPage>.Good(await processor.TakeAsync(account, page, scan.Step, isRetry, cancellationToken))
            );
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && !store.IsOutage(e))
        {
            Log.Broken(logger, e, account.Id, SnakeCaseEnum.Of(job.Kind), scan.Page);
            return new ProviderResult<TakenPage>.Unavailable($"Its page {scan.Page} could not be taken in ({e.GetType().Name}). {e.Message}");
        }
    }

    private static async Task<ProviderResult<NoticePage>> ListAsync(
        Account account,
        ProviderHosts.ProviderHost host,
        OrderKind kind,
        ListScan scan,
        CancellationToken cancellationToken
    )
    {
        if (scan.Page > MaxPages)
            return new ProviderResult<NoticePage>.Unavailable($"Its list has no end: more than {MaxPages} pages.");
        var answer = await account.Provider.ListAsync(kind, scan.From, scan.To, scan.Page, cancellationToken);
        host.Note(account.Id, answered: answer is not ProviderResult<NoticePage>.Unavailable);
        return answer;
    }

    private async Task FailAsync(
        Versioned<ReconciliationJob> mine,
        ProviderResult<TakenPage> answer,
        ReconciliationSettings settings,
        CancellationToken cancellationToken
    )
    {
        var reason = ReasonOf(answer);
        var failed = mine.Value.Fail(reason, answer is not ProviderResult<TakenPage>.Unavailable, clock.GetUtcNow(), settings);
        await store.TrySaveAsync(mine, failed, cancellationToken);
        // Said once, however long it lasts; the row keeps the count and the reason.
        if (failed.Failures == 1)
            Log.Away(logger, failed.AccountId, SnakeCaseEnum.Of(failed.Kind), reason);
        if (failed.FinishedAt is not null)
            Log.GivenUp(logger, failed.AccountId, failed.BackfillId!, failed.Failures, reason);
    }

    private static string ReasonOf(ProviderResult<TakenPage> answer) =>
        answer switch
        {
            ProviderResult<TakenPage>.Refused refused => $"It was refused with code {refused.Code}. {refused.Message}".TrimEnd(),
            ProviderResult<TakenPage>.Unavailable unavailable => unavailable.Reason,
            _ => "The provider says that it has no such list.",
        };

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Account {Account}: its {Kind} list cannot be read and is left alone for a while, longer each time. {Reason}"
        )]
        public static partial void Away(ILogger logger, string account, string kind, string reason);

        [LoggerMessage(2, LogLevel.Information, "Account {Account}: its {Kind} list can be read again, after {Failures} failures.")]
        public static partial void Back(ILogger logger, string account, string kind, int failures);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "Account {Account}: reconciling its {Kind} list found {Created} new and {Changed} changed orders among {Seen}; {Unknown} are not ours."
        )]
        public static partial void Found(ILogger logger, string account, string kind, int created, int changed, int seen, int unknown);

        [LoggerMessage(4, LogLevel.Error, "Account {Account}: back-fill {Backfill} was given up after {Failures} failures. {Reason}")]
        public static partial void GivenUp(ILogger logger, string account, string backfill, int failures, string reason);

        [LoggerMessage(
            5,
            LogLevel.Warning,
            "Account {Account}: {Unread} lines of its {Kind} list could not be read; what they say is not known. {Sentences}"
        )]
        public static partial void Unread(ILogger logger, string account, string kind, int unread, string sentences);

        [LoggerMessage(6, LogLevel.Error, "Account {Account}: page {Page} of its {Kind} list could not be processed.")]
        public static partial void Broken(ILogger logger, Exception e, string account, string kind, int page);
    }
}
