using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Primitives;
using PaymentHub.Callbacks;
using PaymentHub.Merchants;
using PaymentHub.Storage;

namespace PaymentHub.Operations;

/// <summary>The quarantine by account, verdict and hour: after a flood, nobody can look at or discard each callback by hand.</summary>
public sealed class QuarantineGroups(StorageClients storage, TimeProvider clock)
{
    private const int MaxPerBucket = 250;

    /// <summary>Of each partition, a step: one transaction of at most 100 rows, which are two of each callback.</summary>
    private const int MaxDiscarded = 50;

    private const int AtOnce = 8;

    private readonly TableClient _table = storage.Table(TableNames.Callbacks);

    /// <summary>The groups, newest first.</summary>
    public async Task<Result<QuarantineOverview>> ListAsync(
        IEnumerable<KeyValuePair<string, StringValues>> query,
        CancellationToken cancellationToken
    )
    {
        var check = new QueryCheck(query, "account", "from", "to");
        var (account, from, to) = (check.Text("account"), check.Time("from"), check.Time("to"));
        if (check.Problem is { } problem)
            return new Result<QuarantineOverview>.Failure(problem);
        var (after, before) = Keys.QuarantinedBetween(from, to);
        var rows = await _table.ReadAllBucketsAsync(after, before, MaxPerBucket, cancellationToken);
        var groups = rows
            .Rows.Where(row => account is null || row.GetString("Account") == account)
            .GroupBy(row =>
                (Account: row.Text("Account"), Verdict: row.Text(CallbackRows.Verdict), Hour: HourOf(row.GetDateTimeOffset("ReceivedAt")!.Value))
            )
            .Select(group => new QuarantineGroup(
                group.Key.Account,
                group.Key.Verdict,
                group.Key.Hour,
                group.Count(),
                group.Sum(row => (long)(row.GetInt32("Bytes") ?? 0))
            ))
            .OrderByDescending(group => group.Hour)
            .ThenBy(group => group.Account, StringComparer.Ordinal)
            .ThenBy(group => group.Verdict, StringComparer.Ordinal);
        return new Result<QuarantineOverview>.Success(new QuarantineOverview([.. groups], rows.Complete));
    }

    /// <summary>Takes callbacks out of quarantine for good, step by step. The evidence and its verdict stay.</summary>
    public async Task<Result<BulkDiscard>> DiscardAsync(Operator by, BulkDiscardRequest request, CancellationToken cancellationToken)
    {
        if (Check(request) is { } problem)
            return new Result<BulkDiscard>.Failure(problem);
        var (from, to) = (Timestamps.Read(request.From)!.Value, Timestamps.Read(request.To)!.Value);
        return new Result<BulkDiscard>.Success(
            await DiscardAsync(new Deed(by, request.Note), request.Account!, request.Verdict, from, to, cancellationToken)
        );
    }

    /// <summary>What is wrong with a request; null if nothing is.</summary>
    public static Problem? Check(BulkDiscardRequest request)
    {
        var check = new RequestCheck();
        check.Text("account", request.Account, 32);
        check.OptionalText("verdict", request.Verdict, 64);
        check.OptionalText("note", request.Note, Deed.MaxNote);
        var from = Timestamps.Read(request.From);
        if (from is null)
            check.Add("from", "It is required: the earliest time that the callbacks came, as 2026-05-01 or 2026-05-01T12:00:00Z.");
        if (Timestamps.Read(request.To) is not { } to || to <= from)
            check.Add("to", "It is required: a time after from, as 2026-05-02 or 2026-05-02T12:00:00Z.");
        return check.Problem;
    }

    private static DateTimeOffset HourOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private async Task<BulkDiscard> DiscardAsync(
        Deed deed,
        string account,
        string? verdict,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    )
    {
        var (after, before) = Keys.QuarantinedBetween(from, to);
        var (discarded, more) = (0, 0);
        var now = clock.GetUtcNow();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            0,
            Keys.Buckets,
            options,
            async (number, token) =>
            {
                var filter =
                    TableClient.CreateQueryFilter(
                        $"PartitionKey eq {Keys.Bucket(number)} and RowKey gt {after} and RowKey lt {before} and Account eq {account}"
                    ) + (verdict is null ? "" : TableClient.CreateQueryFilter($" and Verdict eq {verdict}"));
                var actions = new List<TableTransactionAction>();
                await foreach (
                    var row in _table.QueryAsync<TableEntity>(filter, MaxDiscarded, ["PartitionKey", "RowKey", "Id"], token).Take(MaxDiscarded)
                )
                {
                    actions.AddRange([Quarantine.Discarded(row, deed, now), new(TableTransactionActionType.Delete, row, ETag.All)]);
                }
                // A lost race means another operator, or this very write: the next step continues with what is left.
                if (actions.Count > 0 && await _table.TrySubmitAsync(actions, token))
                    Interlocked.Add(ref discarded, actions.Count / 2);
                else if (actions.Count > 0)
                    Interlocked.Increment(ref more);
                if (actions.Count == MaxDiscarded * 2)
                    Interlocked.Increment(ref more);
            }
        );
        return new BulkDiscard(discarded, more > 0);
    }
}

/// <summary>Callbacks in quarantine that came to the same account in the same hour and have the same verdict.</summary>
/// <param name="Hour">When the hour began.</param>
/// <param name="Bytes">How large their bodies are together.</param>
public sealed record QuarantineGroup(string Account, string Verdict, DateTimeOffset Hour, int Callbacks, long Bytes);

/// <summary>The quarantine at a glance.</summary>
/// <param name="Complete">Whether all of it was looked at.</param>
public sealed record QuarantineOverview(IReadOnlyList<QuarantineGroup> Groups, bool Complete);

/// <summary>The body of POST /ops/quarantine/discard.</summary>
/// <param name="Account">Whose callbacks.</param>
/// <param name="Verdict">With which verdict; left out for all.</param>
/// <param name="From">The earliest time that they came: a day, or a time with its zone.</param>
/// <param name="To">The time before which they came, written so, too.</param>
/// <param name="Note">Why; the evidence of each tells it.</param>
public sealed record BulkDiscardRequest(string? Account, string? Verdict, string? From, string? To, string? Note = null);

/// <summary>How far a step of discarding in bulk came.</summary>
/// <param name="Discarded">How many were taken out.</param>
/// <param name="More">Whether there may be more: then the same request goes on.</param>
public sealed record BulkDiscard(int Discarded, bool More);
