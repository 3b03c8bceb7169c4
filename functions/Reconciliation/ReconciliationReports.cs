using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Reports that operators ask for, run in the background. A run holds a lease on its report and renews it; if that run dies, the next one starts the
/// report again.
/// </summary>
public sealed partial class ReconciliationReports(
    ReportStore store,
    ReconciliationReporter reporter,
    MerchantDirectory directory,
    TimeProvider clock,
    ILogger<ReconciliationReports> logger
)
{
    /// <summary>Writes down a report; the next run takes it on.</summary>
    public async Task<Result<StoredReportJob>> StartAsync(
        Operator by,
        string accountId,
        string? from,
        string? to,
        CancellationToken cancellationToken
    )
    {
        if (directory.FindAccount(accountId) is null)
            return new Result<StoredReportJob>.Failure(Problem.NotFound("account"));
        var now = clock.GetUtcNow();
        return await TimeRange
            .Read(from, to, now, directory.Settings.Reconciliation.MaxDays)
            .ThenAsync(range => AddAsync(by, accountId, range, now, cancellationToken));
    }

    /// <summary>A report, and what it found if it has ended.</summary>
    public async Task<Result<StoredReportJob>> FindAsync(string accountId, string id, CancellationToken cancellationToken) =>
        directory.FindAccount(accountId) is null ? new Result<StoredReportJob>.Failure(Problem.NotFound("account"))
        : IsId(id) && await store.FindAsync(accountId, id, cancellationToken) is { } found ? new Result<StoredReportJob>.Success(found)
        : new Result<StoredReportJob>.Failure(Problem.NotFound("report"));

    /// <summary>The newest reports of an account, newest first, without what they found.</summary>
    public async Task<Result<IReadOnlyList<StoredReportJob>>> ListAsync(string accountId, CancellationToken cancellationToken) =>
        directory.FindAccount(accountId) is null
            ? new Result<IReadOnlyList<StoredReportJob>>.Failure(Problem.NotFound("account"))
            : new Result<IReadOnlyList<StoredReportJob>>.Success(await store.ListAsync(accountId, cancellationToken));

    /// <summary>Runs every report that is due, one after the other: they are few, and none is in a hurry.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var due in await store.FindDueAsync(clock.GetUtcNow(), cancellationToken))
            await RunAsync(due, cancellationToken);
    }

    // It becomes part of a key.
    private static bool IsId(string text) => text.Length <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private async Task RunAsync(StoredReportJob due, CancellationToken cancellationToken)
    {
        var settings = directory.Settings.Reconciliation;
        if (directory.FindAccount(due.Job.AccountId) is not { } account)
        {
            await EndAsync(due, due.Job.Fail("The account is no longer there.", final: true, clock.GetUtcNow(), settings), null, cancellationToken);
            return;
        }

        if (due.Job.IsExhausted)
        {
            await EndAsync(
                due,
                due.Job.Fail(
                    $"It was begun {due.Job.Tries} times and broken off each time; ask for a shorter range.",
                    final: true,
                    clock.GetUtcNow(),
                    settings
                ),
                null,
                cancellationToken
            );
            return;
        }

        if (
            await store.TrySaveAsync(due, due.Job.Claim(Guid.NewGuid().ToString("N"), clock.GetUtcNow(), settings.Lease), null, cancellationToken)
            is not { } mine
        )
        {
            return;
        }

        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = TryAsync(account, mine.Job, lost.Token);
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(settings.Lease / 3, clock, lost.Token));
            if (work.IsCompleted)
                break;
            cancellationToken.ThrowIfCancellationRequested();
            if (await store.TrySaveAsync(mine, mine.Job.Hold(clock.GetUtcNow(), settings.Lease), null, cancellationToken) is not { } held)
            {
                // Another run has it.
                await lost.CancelAsync();
                return;
            }

            mine = held;
        }

        var (report, failed) = await work;
        await lost.CancelAsync();
        await EndAsync(mine, failed ?? mine.Job.Complete(clock.GetUtcNow()), report, cancellationToken);
    }

    private async Task<Result<StoredReportJob>> AddAsync(
        Operator by,
        string accountId,
        TimeRange range,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var id =
            "rpt_"
            + now.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)
            + RandomNumberGenerator.GetHexString(8, lowercase: true);
        var job = new ReportJob
        {
            Id = id,
            AccountId = accountId,
            Range = range,
            CreatedAt = now,
            DueAt = now,
            RequestedBy = by.Name,
        };
        await store.AddAsync(job, cancellationToken);
        return new Result<StoredReportJob>.Success(new StoredReportJob(job, null, ""), Created: true);
    }

    private async Task<(string? Report, ReportJob? Failed)> TryAsync(Account account, ReportJob job, CancellationToken cancellationToken)
    {
        var settings = directory.Settings.Reconciliation;
        try
        {
            var result = await reporter.RunAsync(account, job.Range, cancellationToken);
            return result.Match<(string?, ReportJob?)>(
                success => (ReportJson.Text(success.Value), null),
                problem =>
                    (
                        null,
                        problem.Status >= 500
                            ? job.Fail("The provider cannot be reached at the moment.", final: false, clock.GetUtcNow(), settings)
                            : job.Fail(problem.Detail, final: true, clock.GetUtcNow(), settings)
                    )
            );
        }
        // It would be begun again and again, with nobody the wiser.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && !StorageFaults.IsUnavailable(e))
        {
            Log.Broken(logger, e, account.Id, job.Id);
            return (null, job.Fail($"It failed in the app itself ({e.GetType().Name}). {e.Message}", final: false, clock.GetUtcNow(), settings));
        }
    }

    private async Task EndAsync(StoredReportJob before, ReportJob after, string? report, CancellationToken cancellationToken)
    {
        if (await store.TrySaveAsync(before, after, report, cancellationToken) is not null && after.Status == "failed")
            Log.GivenUp(logger, after.AccountId, after.Id, after.Tries, after.Failure!);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Account {Account}: report {Report} could not continue.")]
        public static partial void Broken(ILogger logger, Exception e, string account, string report);

        [LoggerMessage(2, LogLevel.Error, "Account {Account}: report {Report} was given up after {Tries} tries. {Reason}")]
        public static partial void GivenUp(ILogger logger, string account, string report, int tries, string reason);
    }
}
