using System.Globalization;
using System.Security.Cryptography;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Reconciliation;

/// <summary>Sweeps that an operator asks for: an account's lists from a time to a time, read by the same runs as the regular sweeps.</summary>
public sealed class Backfills(ISweepStore store, MerchantDirectory directory, TimeProvider clock)
{
    /// <summary>Writes down a back-fill; the next run takes it on.</summary>
    public async Task<Answer<IReadOnlyList<AccountSweep>>> StartAsync(string accountId, string? from, string? to, CancellationToken cancellationToken)
    {
        if (directory.FindAccount(accountId) is not { } account)
            return Not(Problem.NotFound("account"));
        var kinds = Enum.GetValues<OrderKind>().Where(account.Provider.Lists).ToList();
        if (kinds.Count == 0)
            return Not(new Problem(409, "no_list", "This account's provider has no list of orders, so there is nothing to sweep."));
        var now = clock.GetUtcNow();
        return TimeRange.Read(from, to, now, directory.Settings.Reconciliation.MaxDays) switch
        {
            Answer<TimeRange>.Done range => await StartAsync(account, kinds, range.Value, now, cancellationToken),
            Answer<TimeRange>.Not not => Not(not.Problem),
            _ => throw new InvalidOperationException("An answer is done or not."),
        };
    }

    /// <summary>A back-fill, a sweep for each list.</summary>
    public async Task<Answer<IReadOnlyList<AccountSweep>>> FindAsync(string accountId, string backfillId, CancellationToken cancellationToken)
    {
        if (directory.FindAccount(accountId) is null)
            return Not(Problem.NotFound("account"));
        IReadOnlyList<AccountSweep> found = [.. (await store.ListAsync(accountId, cancellationToken)).Where(sweep => sweep.BackfillId == backfillId)];
        return found.Count > 0 ? new Answer<IReadOnlyList<AccountSweep>>.Done(found) : Not(Problem.NotFound("sweep"));
    }

    /// <summary>All sweeps of an account: the regular ones and the back-fills.</summary>
    public async Task<Answer<IReadOnlyList<AccountSweep>>> ListAsync(string accountId, CancellationToken cancellationToken) =>
        directory.FindAccount(accountId) is null
            ? Not(Problem.NotFound("account"))
            : new Answer<IReadOnlyList<AccountSweep>>.Done(await store.ListAsync(accountId, cancellationToken));

    private async Task<Answer<IReadOnlyList<AccountSweep>>> StartAsync(
        Account account, List<OrderKind> kinds, TimeRange range, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Begins with its time, so that an account's back-fills sort by age.
        var id = "swp_" + now.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture) + RandomNumberGenerator.GetHexString(8, lowercase: true);
        IReadOnlyList<AccountSweep> sweeps = [.. kinds.Select(kind => AccountSweep.Backfill(id, account, kind, range, now))];
        await store.AddAsync(sweeps, cancellationToken);
        return new Answer<IReadOnlyList<AccountSweep>>.Done(sweeps, Created: true);
    }

    private static Answer<IReadOnlyList<AccountSweep>>.Not Not(Problem problem) => new(problem);
}
