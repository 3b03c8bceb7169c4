using Azure;
using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Storage;
using PaymentHub.Telemetry;

namespace PaymentHub.Callbacks;

/// <summary>Callbacks as evidence in table storage, each beside the outbox entry to process it.</summary>
public sealed class CallbackStore(StorageClients storage, MerchantDirectory directory, TimeProvider clock) : ICallbackStore
{
    private readonly TableClient _table = storage.Table(TableNames.Callbacks);

    public async Task AcceptAsync(ReceivedCallback callback, CancellationToken cancellationToken)
    {
        var evidence = CallbackRows.Evidence(callback);
        if (
            await _table.TrySubmitAsync(
                [new(TableTransactionActionType.Add, evidence), new(TableTransactionActionType.Add, Pending(callback))],
                cancellationToken
            )
        )
        {
            return;
        }
        // The id is random, so a conflict should be this very write, whose first answer was lost. Money depends on it: check.
        if (
            await _table.GetEntityIfExistsAsync<TableEntity>(evidence.PartitionKey, evidence.RowKey, cancellationToken: cancellationToken)
            is not { HasValue: true }
        )
        {
            throw new IOException("Storage refused a callback that it does not have.");
        }
    }

    public async Task KeepRefusedAsync(ReceivedCallback callback, CallbackOutcome outcome, CancellationToken cancellationToken)
    {
        var row = CallbackRows.Evidence(callback);
        foreach (var (name, value) in CallbackRows.Outcome(callback.Id, outcome, clock.GetUtcNow()))
            row[name] = value;
        // A conflict is this very write, whose first answer was lost.
        await _table.TrySubmitAsync(
            [new(TableTransactionActionType.Add, row), new(TableTransactionActionType.Add, CallbackRows.Quarantined(callback, outcome))],
            cancellationToken
        );
        Note(callback, outcome);
    }

    public async Task<ReceivedCallback?> ReadPendingAsync(CallbackId id, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(Keys.CallbackBucket(id), Keys.Callback(id), cancellationToken: cancellationToken);
        return row is { HasValue: true, Value: { } evidence } && !evidence.ContainsKey(CallbackRows.Verdict) ? CallbackRows.Evidence(evidence) : null;
    }

    public async Task ConcludeAsync(ReceivedCallback callback, CallbackOutcome outcome, CancellationToken cancellationToken)
    {
        // The outbox entry is the guard: whoever removes it writes the outcome. If it is not where it was, somebody (or this very write) has
        // concluded the callback, or a duplicate of this work has postponed it; then it is removed from there.
        DateTimeOffset? tried = null;
        for (var current = callback; current is not null; current = await ReadPendingAsync(callback.Id, cancellationToken))
        {
            List<TableTransactionAction> actions =
            [
                new(TableTransactionActionType.UpdateMerge, CallbackRows.Outcome(callback.Id, outcome, clock.GetUtcNow()), ETag.All),
            ];
            if (outcome.IsQuarantined)
                actions.Add(new(TableTransactionActionType.UpsertReplace, CallbackRows.Quarantined(callback, outcome)));
            // Not there either: somebody deleted it by hand, and nothing is left to guard.
            if (current.DueAt != tried)
                actions.Add(new(TableTransactionActionType.Delete, Pending(current), ETag.All));
            if (await _table.TrySubmitAsync(actions, cancellationToken))
            {
                Note(callback, outcome);
                return;
            }

            tried = current.DueAt;
        }
    }

    public async Task<bool> TryPostponeAsync(ReceivedCallback callback, ReceivedCallback later, CancellationToken cancellationToken)
    {
        if (
            await _table.TrySubmitAsync(
                [
                    new(TableTransactionActionType.UpdateMerge, CallbackRows.Postponement(later), ETag.All),
                    new(TableTransactionActionType.Delete, Pending(callback), ETag.All),
                    new(TableTransactionActionType.Add, Pending(later)),
                ],
                cancellationToken
            )
        )
        {
            return true;
        }

        return await ReadPendingAsync(callback.Id, cancellationToken) is { } current && current.DueAt == later.DueAt;
    }

    private void Note(ReceivedCallback callback, CallbackOutcome outcome)
    {
        var provider = directory.FindAccount(callback.AccountId)?.ProviderName ?? "none";
        HubMetrics.CallbackConcluded(provider, outcome.Verdict);
        if (outcome == CallbackOutcome.Poison)
            HubMetrics.DeadLettered(QueueNames.Callbacks);
        if (outcome.IsQuarantined)
            HubMetrics.Quarantined(provider, outcome.Verdict);
        else if (outcome.Verdict == CallbackOutcome.AppliedVerdict)
            HubMetrics.Committed(provider, clock.GetUtcNow() - callback.Callback.ReceivedAt);
    }

    private TableEntity Pending(ReceivedCallback callback) =>
        OutboxEntry.Row(
            Keys.CallbackBucket(callback.Id),
            Keys.PendingCallback(callback.DueAt, callback.Id),
            QueueNames.Callbacks,
            callback.DueAt,
            clock.GetUtcNow(),
            directory.Settings.Outbox.Grace
        );
}
