using System.Text.Json;
using System.Text.Json.Serialization;
using PaymentHub.Orders;

namespace PaymentHub.Listings;

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
