using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Primitives;
using PaymentHub.Callbacks;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Storage;

namespace PaymentHub.Operations;

/// <summary>
/// Callbacks that were refused or kept failing, stored completely. Each has a row of its own beside the evidence, written and removed with it, so
/// that finding them costs the same however many callbacks there are.
/// </summary>
public sealed partial class Quarantine(StorageClients storage, MerchantDirectory directory, ICallbackQueue queue, TimeProvider clock)
{
    private const string Binding = "quarantine";

    private static readonly Problem NotThere = Problem.NotFound("callback in quarantine");

    private readonly TableClient _table = storage.Table(TableNames.Callbacks);

    /// <summary>A page of the quarantine, newest first.</summary>
    public async Task<Result<ListPage<QuarantinedCallback>>> ListAsync(
        IEnumerable<KeyValuePair<string, StringValues>> query,
        CancellationToken cancellationToken
    )
    {
        var check = new QueryCheck(query, "account", "from", "to", "limit", "cursor");
        var (limit, account, from, to) = (check.Limit(), check.Text("account"), check.Time("from"), check.Time("to"));
        var position = check.Position(Binding, Position());
        if (check.Problem is { } problem)
            return new Result<ListPage<QuarantinedCallback>>.Failure(problem);

        var (after, before) = Keys.QuarantinedBetween(from, to);
        var page = await BucketPage.ReadAsync(
            _table,
            position ?? after,
            before,
            limit,
            account is not null,
            row => Show(row, account),
            cancellationToken
        );
        return new Result<ListPage<QuarantinedCallback>>.Success(page with { Next = page.Next is { } next ? Cursor.Write(Binding, next) : null });
    }

    /// <summary>All callbacks in quarantine, newest first, as far as one read of each bucket shows them.</summary>
    internal Task<Counted<QuarantinedCallback>> CountAsync(CancellationToken cancellationToken)
    {
        var (after, before) = Keys.QuarantinedBetween(null, null);
        return BucketPage.CountAsync(_table, after, before, Read, cancellationToken);
    }

    /// <summary>A callback in quarantine with everything that came.</summary>
    public async Task<Result<QuarantinedCallback>> FindAsync(string id, CancellationToken cancellationToken) =>
        await ReadAsync(id, cancellationToken) is { } found
            ? new Result<QuarantinedCallback>.Success(found.Callback)
            : new Result<QuarantinedCallback>.Failure(NotThere);

    /// <summary>A callback that was taken in, in quarantine or not, with its verdict so far; null when it is no longer kept.</summary>
    public async Task<QuarantinedCallback?> FindEvidenceAsync(string id, CancellationToken cancellationToken)
    {
        if (!CallbackId.IsWellFormed(id))
            return null;
        var callbackId = new CallbackId(id);
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(
            Keys.CallbackBucket(callbackId),
            Keys.Callback(callbackId),
            cancellationToken: cancellationToken
        );
        if (row is not { HasValue: true, Value: { } found })
            return null;
        var received = CallbackRows.Evidence(found);
        return new QuarantinedCallback(
            id,
            received.AccountId,
            found.GetString(CallbackRows.Verdict) ?? "pending",
            found.GetString("Detail"),
            received.Callback.ReceivedAt,
            received.Callback.Body.Length
        )
        {
            Received = received,
            TakenOut = TakenOut.Of(found),
        };
    }

    /// <summary>Processes a callback again as if it had just come; its time of receipt stays what it was.</summary>
    public async Task<Result<QuarantinedCallback>> ReplayAsync(Deed deed, string id, CancellationToken cancellationToken)
    {
        if (
            await ReadAsync(id, cancellationToken)
            is not { Callback: { Received: { } received } callback, Revision: var revision, Earlier: var earlier }
        )
        {
            return new Result<QuarantinedCallback>.Failure(NotThere);
        }

        // Not like the first time: an earlier attempt may have done any part of it before it ended here.
        var now = clock.GetUtcNow();
        var again = received with { DueAt = now, Postponed = 1, Unconfirmed = 0 };
        var evidence = CallbackRows.Evidence(again);
        CallbackRows.TakeOut(evidence, TakenOut.Replayed, deed, now);
        TakenOut.Keep(evidence, earlier);
        var entry = OutboxEntry.Row(
            evidence.PartitionKey,
            Keys.PendingCallback(now, again.Id),
            QueueNames.Callbacks,
            now,
            now,
            directory.Settings.Outbox.Grace
        );
        if (
            !await _table.TrySubmitAsync(
                [
                    new(TableTransactionActionType.UpdateReplace, evidence, revision),
                    new(TableTransactionActionType.Add, entry),
                    new(TableTransactionActionType.Delete, CallbackRows.Quarantined(received), ETag.All),
                ],
                cancellationToken
            ) && !await IsOwedAsync(entry, cancellationToken)
        )
        {
            return new Result<QuarantinedCallback>.Failure(NotThere);
        }

        await queue.TryWakeAsync(again, cancellationToken);
        return new Result<QuarantinedCallback>.Success(callback);
    }

    /// <summary>Takes a callback out of quarantine for good. The evidence and its verdict stay.</summary>
    public async Task<Result<QuarantinedCallback>> DiscardAsync(Deed deed, string id, CancellationToken cancellationToken)
    {
        if (await ReadAsync(id, cancellationToken) is not { Callback: { Received: { } received } callback })
            return new Result<QuarantinedCallback>.Failure(NotThere);
        // Gone already is as good: by somebody else, or by this very call.
        var row = CallbackRows.Quarantined(received);
        await _table.TrySubmitAsync(
            [Discarded(row, deed, clock.GetUtcNow()), new(TableTransactionActionType.Delete, row, ETag.All)],
            cancellationToken
        );
        return new Result<QuarantinedCallback>.Success(callback);
    }

    /// <summary>The change that tells in the evidence of a callback, whose row is given, who has discarded it.</summary>
    internal static TableTransactionAction Discarded(TableEntity row, Deed deed, DateTimeOffset now)
    {
        var evidence = new TableEntity(row.PartitionKey, Keys.Callback(new CallbackId(row.Text("Id"))));
        CallbackRows.TakeOut(evidence, TakenOut.Discarded, deed, now);
        return new(TableTransactionActionType.UpdateMerge, evidence, ETag.All);
    }

    private static QuarantinedCallback? Show(TableEntity row, string? account) =>
        account is null || row.GetString("Account") == account ? Read(row) : null;

    private static QuarantinedCallback Read(TableEntity row) =>
        new(
            row.Text("Id"),
            row.Text("Account"),
            row.Text(CallbackRows.Verdict),
            row.GetString("Detail"),
            row.GetDateTimeOffset("ReceivedAt")!.Value,
            row.GetInt32("Bytes") ?? 0
        );

    private async Task<(QuarantinedCallback Callback, ETag Revision, IReadOnlyList<TakenOut> Earlier)?> ReadAsync(
        string id,
        CancellationToken cancellationToken
    )
    {
        if (!CallbackId.IsWellFormed(id))
            return null;
        var callbackId = new CallbackId(id);
        var bucket = Keys.CallbackBucket(callbackId);
        var evidence = await _table.GetEntityIfExistsAsync<TableEntity>(bucket, Keys.Callback(callbackId), cancellationToken: cancellationToken);
        if (evidence is not { HasValue: true, Value: { } whole })
            return null;
        var received = CallbackRows.Evidence(whole);
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(
            bucket,
            Keys.Quarantined(received.Callback.ReceivedAt, callbackId),
            cancellationToken: cancellationToken
        );
        var earlier = TakenOut.Of(whole);
        return row is { HasValue: true, Value: { } there }
            ? (Read(there) with { Received = received, TakenOut = earlier }, whole.ETag, earlier)
            : null;
    }

    private async Task<bool> IsOwedAsync(TableEntity entry, CancellationToken cancellationToken) =>
        (await _table.GetEntityIfExistsAsync<TableEntity>(entry.PartitionKey, entry.RowKey, cancellationToken: cancellationToken)).HasValue;

    [GeneratedRegex(@"^quarantine\|\d{19}\|\d{17}[0-9a-f]{32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
}

/// <summary>A callback in quarantine.</summary>
/// <param name="Verdict">Why it is there.</param>
/// <param name="Detail">What exactly was wrong.</param>
/// <param name="Bytes">How large its body is.</param>
public sealed record QuarantinedCallback(string Id, string Account, string Verdict, string? Detail, DateTimeOffset ReceivedAt, int Bytes)
{
    /// <summary>What came, when it was asked for.</summary>
    public ReceivedCallback? Received { get; init; }

    /// <summary>Who took it out of quarantine, oldest first; empty when nobody did, or it was not asked for.</summary>
    public IReadOnlyList<TakenOut> TakenOut { get; init; } = [];

    /// <summary>The headers that came with it. An API key is a credential of the account; its end tells an operator whose it is.</summary>
    public IReadOnlyDictionary<string, string> ShownHeaders() =>
        Received?.Callback.Headers.ToDictionary(
            header => header.Key,
            header =>
                header.Key.Contains("key", StringComparison.OrdinalIgnoreCase)
                    ? "…" + (header.Value.Length > 8 ? header.Value[^4..] : "")
                    : header.Value
        )
        ?? [];

    /// <summary>Its body as text, or in hex where it is none.</summary>
    public string BodyText() =>
        Received is not { Callback.Body: var body } ? ""
        : System.Text.Unicode.Utf8.IsValid(body.Span) ? System.Text.Encoding.UTF8.GetString(body.Span)
        : Convert.ToHexString(body.Span);
}
