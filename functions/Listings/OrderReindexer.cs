using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Data.Tables;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Listings;

/// <summary>Writes an order's lists and feed when whoever changed it died before doing so. Repeating it is harmless.</summary>
public sealed class OrderReindexer(StorageClients storage, IOrderStore store, IFollowUps followUps, TimeProvider clock)
{
    /// <summary>Completes the outbox entry with that row key.</summary>
    public async Task RunAsync(string orderId, string entry, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(orderId, cancellationToken) is { } snapshot)
        {
            await followUps.IndexAsync(snapshot.Order, cancellationToken);
            foreach (var stored in snapshot.Events)
                await followUps.PublishAsync(snapshot.Order, stored, cancellationToken);
        }

        await storage.Table(TableNames.Orders).DeleteEntityAsync(Keys.OrderBucket(orderId), entry, ETag.All, cancellationToken);
    }

    /// <summary>
    /// Turns the outbox entry with that row key, which keeps failing in the app itself, into a dead letter: visible, and not woken until an operator
    /// revives it.
    /// </summary>
    /// <returns>False when there is no such outbox entry any more: it was kept, or a dead letter by this very call.</returns>
    public async Task<bool> DeadLetterAsync(string orderId, string entry, CancellationToken cancellationToken)
    {
        if (OutboxEntry.Parts(entry) is not [Keys.Due, var when, var about, Keys.List] || about != orderId)
            return false;
        var bucket = Keys.OrderBucket(orderId);
        return await storage
            .Table(TableNames.Orders)
            .TrySubmitAsync(
                [
                    new(TableTransactionActionType.Delete, new TableEntity(bucket, entry), ETag.All),
                    new(
                        TableTransactionActionType.UpsertReplace,
                        new TableEntity(bucket, string.Join('|', Keys.DeadLetter, when, orderId, Keys.List))
                        {
                            ["DeadLetteredAt"] = clock.GetUtcNow(),
                        }
                    ),
                ],
                cancellationToken
            );
    }
}

/// <summary>The queue message for an order whose lists and feed are owed, because who changed it died before writing them.</summary>
/// <param name="Order">The order's id.</param>
/// <param name="Entry">The row key of the outbox entry that is kept by it.</param>
internal sealed record ReindexEnvelope(string Order, string Entry, int V = 1)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Trace { get; init; }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static BinaryData Write(string orderId, string entry, string? trace = null) =>
        new(JsonSerializer.SerializeToUtf8Bytes(new ReindexEnvelope(orderId, entry) { Trace = trace }, Json));

    /// <summary>Reads a message; null when it is none of this kind.</summary>
    public static ReindexEnvelope? TryParse(string message)
    {
        try
        {
            return
                JsonSerializer.Deserialize<ReindexEnvelope>(message, Json) is { V: 1, Entry: not null } envelope
                && OrderId.IsWellFormed(envelope.Order)
                ? envelope
                : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // ArgumentException: the text is no Unicode.
        {
            return null;
        }
    }
}
