using System.Collections.Concurrent;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using PaymentHub.Storage;

namespace PaymentHub.Merchants;

/// <summary>
/// When API keys were last used, to the hour. Each instance writes it once an hour per key, beside the request and never blocking it: it shows which
/// keys are no longer needed, and may get lost.
/// </summary>
public sealed partial class KeyUseStore(StorageClients storage, TimeProvider clock, ILogger<KeyUseStore> logger)
{
    private const string UsedAt = "UsedAt";

    private readonly TableClient _table = storage.Table(TableNames.Merchants);
    private readonly ConcurrentDictionary<(string Merchant, string Key), DateTimeOffset> _noted = new();

    /// <summary>Notes that a key was used. Completes when it is written, for which nobody needs to wait.</summary>
    public async Task NoteAsync(Caller caller)
    {
        if (!caller.Merchant.IsStored)
            return;
        var now = clock.GetUtcNow();
        var hour = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        var key = (caller.Merchant.Id, caller.Key.Id);
        if (_noted.TryGetValue(key, out var noted) && noted >= hour)
            return;
        _noted[key] = hour;
        try
        {
            using var deadline = new CancellationTokenSource(OwnDeadline.Storing, clock);
            await _table.UpsertEntityAsync(
                new TableEntity(Keys.KeysUsed(key.Item1), key.Item2) { [UsedAt] = hour },
                TableUpdateMode.Replace,
                deadline.Token
            );
        }
        // Nobody hears of it otherwise, and the next hour brings the next try.
        catch (Exception e)
        {
            Log.NotNoted(logger, key.Item1, key.Item2, e.GetBaseException().Message);
        }
    }

    /// <summary>When a merchant's keys were last used, by their ids.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync(string merchant, CancellationToken cancellationToken)
    {
        var used = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        // Revoked ones have rows, too; so many are more than a merchant is likely ever to have had.
        foreach (var row in await _table.ReadRangeAsync(Keys.KeysUsed(merchant), "", "~", 1_000, cancellationToken))
        {
            if (row.GetDateTimeOffset(UsedAt) is { } at)
                used[row.RowKey] = at;
        }

        return used;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Merchant {Merchant}: that API key {Key} was used could not be noted: {Reason}")]
        public static partial void NotNoted(ILogger logger, string merchant, string key, string reason);
    }
}
