using System.Globalization;
using System.Security.Cryptography;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Reconciliation;

/// <summary>Reconciliations that an operator asks for: an account's lists from a time to
/// a time, read by the same runs as the regular reconciliations.</summary>
public sealed class Backfills(IReconciliationStore store, MerchantDirectory directory, TimeProvider clock)
{
    /// <summary>Writes down a back-fill; the next run takes it on.</summary>
    public async Task<Result<IReadOnlyList<ReconciliationJob>>> StartAsync(
        Operator by,
        string accountId,
        string? from,
        string? to,
        CancellationToken cancellationToken
    )
    {
        if (directory.FindAccount(accountId) is not { } account)
            return Not(Problem.NotFound("account"));
        var kinds = Enum.GetValues<OrderKind>().Where(account.Provider.Lists).ToList();
        if (kinds.Count == 0)
            return Not(new Problem(409, "no_list", "This account's provider has no list of orders, so there is nothing to reconcile."));
        var now = clock.GetUtcNow();
        return await TimeRange
            .Read(from, to, now, directory.Settings.Reconciliation.MaxDays)
            .Match(range => StartAsync(by, account, kinds, range.Value, now, cancellationToken), problem => Task.FromResult(Not(problem)));
    }

    /// <summary>A back-fill, a reconciliation for each list.</summary>
    public async Task<Result<IReadOnlyList<ReconciliationJob>>> FindAsync(string accountId, string backfillId, CancellationToken cancellationToken)
    {
        if (directory.FindAccount(accountId) is null)
            return Not(Problem.NotFound("account"));
        IReadOnlyList<ReconciliationJob> found =
        [
            .. (await store.ListAsync(accountId, cancellationToken)).Where(job => job.BackfillId == backfillId),
        ];
        return found.Count > 0 ? new Result<IReadOnlyList<ReconciliationJob>>.Success(found) : Not(Problem.NotFound("reconciliation"));
    }

    /// <summary>All reconciliations of an account: the regular ones and the back-fills.</summary>
    public async Task<Result<IReadOnlyList<ReconciliationJob>>> ListAsync(string accountId, CancellationToken cancellationToken) =>
        directory.FindAccount(accountId) is null
            ? Not(Problem.NotFound("account"))
            : new Result<IReadOnlyList<ReconciliationJob>>.Success(await store.ListAsync(accountId, cancellationToken));

    private async Task<Result<IReadOnlyList<ReconciliationJob>>> StartAsync(
        Operator by,
        Account account,
        List<OrderKind> kinds,
        TimeRange range,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // Begins with its time, so that an account's back-fills sort by age.
        var id =
            "rec_"
            + now.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)
            + RandomNumberGenerator.GetHexString(8, lowercase: true);
        IReadOnlyList<ReconciliationJob> jobs =
        [
            .. kinds.Select(kind => ReconciliationJob.Backfill(id, account, kind, range, now) with { RequestedBy = by.Name }),
        ];
        await store.AddAsync(jobs, cancellationToken);
        return new Result<IReadOnlyList<ReconciliationJob>>.Success(jobs, Created: true);
    }

    private static Result<IReadOnlyList<ReconciliationJob>> Not(Problem problem) => new Result<IReadOnlyList<ReconciliationJob>>.Failure(problem);
}
