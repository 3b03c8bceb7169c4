using Azure;
using Azure.Data.Tables;
using PaymentHub.Storage;

namespace PaymentHub.Webhooks;

/// <summary>Breakers as rows of one small partition.</summary>
public sealed class BreakerStore(StorageClients storage) : IBreakerStore
{
    private readonly TableClient _table = storage.Table(TableNames.Endpoints);

    public async Task<Versioned<Breaker>?> FindAsync(string merchantId, string endpoint, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(
            Keys.Breakers,
            Keys.Breaker(merchantId, endpoint),
            cancellationToken: cancellationToken
        );
        return row is { HasValue: true, Value: { } entity } ? Breaker(entity) : null;
    }

    public async Task<IReadOnlyList<Versioned<Breaker>>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<Versioned<Breaker>>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Breakers}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (TryRead(row) is { } breaker)
                found.Add(breaker);
        }

        return found;
    }

    public Task<bool> TryWriteAsync(Versioned<Breaker> before, Breaker after, CancellationToken cancellationToken) =>
        before.IsWritten
            ? _table.TryUpdateAsync(Row(after), new ETag(before.Revision), TableUpdateMode.Replace, cancellationToken)
            : _table.TryAddAsync(Row(after), cancellationToken);

    private static TableEntity Row(Breaker breaker) =>
        new(Keys.Breakers, Keys.Breaker(breaker.MerchantId, breaker.Endpoint))
        {
            ["Merchant"] = breaker.MerchantId,
            ["Endpoint"] = breaker.Endpoint,
            ["ChangedAt"] = breaker.ChangedAt,
            ["OpenedAt"] = breaker.OpenedAt,
            ["ProbeAt"] = breaker.ProbeAt,
            ["Probes"] = breaker.Probes,
            ["HasSuspended"] = breaker.HasSuspended,
            ["TellAt"] = breaker.TellAt,
            ["Tells"] = breaker.Tells,
        };

    // Changed by hand: it must not prevent others from being processed.
    private static Versioned<Breaker>? TryRead(TableEntity row)
    {
        try
        {
            return Breaker(row);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static Versioned<Breaker> Breaker(TableEntity row) =>
        new(
            new Breaker(row.Text("Merchant"), row.Text("Endpoint"), row.GetDateTimeOffset("ChangedAt")!.Value)
            {
                OpenedAt = row.GetDateTimeOffset("OpenedAt"),
                ProbeAt = row.GetDateTimeOffset("ProbeAt"),
                Probes = row.GetInt32("Probes")!.Value,
                HasSuspended = row.GetBoolean("HasSuspended")!.Value,
                TellAt = row.GetDateTimeOffset("TellAt"),
                Tells = row.GetInt32("Tells") ?? 0,
            },
            row.ETag.ToString()
        );
}
