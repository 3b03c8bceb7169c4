using System.Text.Json;
using System.Text.Json.Serialization;
using PaymentHub.Storage;
using PaymentHub.Telemetry;

namespace PaymentHub.Orders;

/// <summary>The queue message that wakes an order's work.</summary>
internal sealed record ActionEnvelope(string Order, string What, DateTimeOffset? Due, int V = 1)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Trace { get; init; }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static BinaryData Write(WakeUp wakeUp) =>
        new(
            JsonSerializer.SerializeToUtf8Bytes(
                new ActionEnvelope(wakeUp.OrderId, SnakeCaseEnum.Of(wakeUp.What), wakeUp.DueAt) { Trace = wakeUp.Trace ?? HubTrace.Current },
                Json
            )
        );

    /// <summary>Reads a message.</summary>
    /// <exception cref="FormatException">It is not one of our messages.</exception>
    public static WakeUp Parse(string message)
    {
        try
        {
            return
                JsonSerializer.Deserialize<ActionEnvelope>(message, Json) is { V: 1, Order: { } order } call
                && OrderId.IsWellFormed(order)
                && SnakeCaseEnum.TryParse<ActionKind>(call.What, out var what)
                ? new WakeUp(order, what, call.Due) { Trace = call.Trace }
                : throw new FormatException("The message is no work envelope of version 1.");
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // ArgumentException: the text is no Unicode.
        {
            throw new FormatException("The message is no work envelope: " + e.Message);
        }
    }

    /// <summary>The queue for the work of orders of that kind.</summary>
    public static string QueueOf(OrderKind kind) =>
        kind switch
        {
            OrderKind.Withdrawal => QueueNames.Withdrawals,
            OrderKind.Deposit => QueueNames.Deposits,
        };

    /// <summary>The queue for the work of that order.</summary>
    public static string QueueOf(string orderId) => QueueOf(OrderId.KindOf(orderId));
}
