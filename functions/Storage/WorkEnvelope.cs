using System.Text.Json;
using PaymentHub.Orders;

namespace PaymentHub.Storage;

/// <summary>The queue message that calls an order's work awake.</summary>
internal sealed record WorkEnvelope(string Order, string What, DateTimeOffset? Due, int V = 1)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static BinaryData Write(WorkCall call) =>
        new(JsonSerializer.SerializeToUtf8Bytes(new WorkEnvelope(call.OrderId, Words.Of(call.What), call.DueAt), Json));

    /// <summary>Reads a message.</summary>
    /// <exception cref="FormatException">It is no message of ours.</exception>
    public static WorkCall Parse(string message)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkEnvelope>(message, Json) is { V: 1, Order: { } order } call
                && (OrderId.IsWellFormed(order, OrderKind.Deposit) || OrderId.IsWellFormed(order, OrderKind.Withdrawal))
                && Words.TryParse<WorkKind>(call.What, out var what)
                ? new WorkCall(order, what, call.Due)
                : throw new FormatException("The message is no work envelope of version 1.");
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // ArgumentException: the text is no Unicode.
        {
            throw new FormatException("The message is no work envelope: " + e.Message);
        }
    }
}
