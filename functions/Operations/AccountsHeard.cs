using System.Collections.Concurrent;
using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Storage;
using PaymentHub.Telemetry;

namespace PaymentHub.Operations;

/// <summary>When each account's last callback came. Each instance writes an account's time once a minute, so it costs almost nothing.</summary>
public sealed class AccountsHeard(StorageClients storage, MerchantDirectory directory, HubGauges gauges, TimeProvider clock)
{
    /// <summary>Accounts that were taken out of the settings may still have rows; so many cover every account that is likely ever to be.</summary>
    internal const int Max = 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly TableClient _table = storage.Table(TableNames.Listing);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _written = new(StringComparer.Ordinal);

    /// <summary>Notes that a callback of an account was processed.</summary>
    public async Task NoteAsync(string accountId, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        gauges.Heard(accountId, receivedAt);
        if (_written.TryGetValue(accountId, out var last) && now - last < Pause)
            return;
        _written[accountId] = now;
        // Whoever writes last wins: the times are at most as far apart as one takes to be processed.
        await _table.UpsertEntityAsync(
            new TableEntity(Keys.Accounts, accountId) { ["LastCallbackAt"] = receivedAt },
            TableUpdateMode.Replace,
            cancellationToken
        );
    }

    /// <summary>When each account that is served was last heard of; those of which nothing was ever heard are left out.</summary>
    internal async Task<IReadOnlyList<(string Account, DateTimeOffset At)>> ServedAsync(CancellationToken cancellationToken) =>
        [
            .. from heard in await ReadAsync("", cancellationToken)
            where directory.FindAccount(heard.Key) is not null && heard.Value is not null
            select (heard.Key, heard.Value!.Value),
        ];

    /// <summary>The same of all accounts behind an id that have a row, served or not.</summary>
    internal async Task<IReadOnlyDictionary<string, DateTimeOffset?>> ReadAsync(string after, CancellationToken cancellationToken) =>
        (await _table.ReadRangeAsync(Keys.Accounts, after, "~", Max, cancellationToken)).ToDictionary(
            row => row.RowKey,
            row => row.GetDateTimeOffset("LastCallbackAt"),
            StringComparer.Ordinal
        );
}
