using System.Text.Json;
using System.Text.Json.Serialization;
using PaymentHub.Orders;
using PaymentHub.Telemetry;

namespace PaymentHub.Webhooks;

/// <summary>The queue message that wakes a delivery.</summary>
internal sealed record DeliveryEnvelope(string Order, string Endpoint, int? Version, int Attempt, int V = 1)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Held { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Trace { get; init; }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static BinaryData Write(DeliveryWakeUp wakeUp) =>
        new(
            JsonSerializer.SerializeToUtf8Bytes(
                new DeliveryEnvelope(wakeUp.OrderId, wakeUp.Endpoint, wakeUp.Version, wakeUp.Attempt)
                {
                    Held = wakeUp.HeldUntil,
                    Trace = wakeUp.Trace ?? HubTrace.Current,
                },
                Json
            )
        );

    /// <summary>Reads a message.</summary>
    /// <exception cref="FormatException">It is not one of our messages.</exception>
    public static DeliveryWakeUp Parse(string message)
    {
        try
        {
            return
                JsonSerializer.Deserialize<DeliveryEnvelope>(message, Json) is { V: 1, Order: { } order, Endpoint: { } endpoint } call
                && OrderId.IsWellFormed(order)
                ? new DeliveryWakeUp(order, endpoint, call.Version, call.Attempt, call.Held) { Trace = call.Trace }
                : throw new FormatException("The message is no delivery envelope of version 1.");
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // ArgumentException: the text is no Unicode.
        {
            throw new FormatException("The message is no delivery envelope: " + e.Message);
        }
    }
}

/// <summary>A wake-up call for one delivery.</summary>
/// <param name="Version">The event it is for; null calls for whatever is due.</param>
/// <param name="Attempt">The attempt it is for, from 1. A call for an attempt that was made already is dropped, so calls never multiply.</param>
/// <param name="HeldUntil">Until when the outbox relay makes no other call, where it
/// made this one; null where the outbox entry itself says it.</param>
public sealed record DeliveryWakeUp(string OrderId, string Endpoint, int? Version, int Attempt, DateTimeOffset? HeldUntil = null)
{
    /// <summary>The context of the trace that it continues; null: the current one.</summary>
    public string? Trace { get; init; }

    /// <summary>Whether what this call was for has been done meanwhile.</summary>
    public bool IsOutdated(Delivery delivery) => Version is { } version && (delivery.Find(version) is not { } owed || Attempt <= owed.Attempts);
}

/// <summary>Wakes deliveries. A call may be lost; the outbox entry is stored beside the order.</summary>
public interface IDeliveryQueue
{
    /// <summary>Wakes a delivery when it is due.</summary>
    Task WakeAsync(DeliveryWakeUp wakeUp, DateTimeOffset dueAt, CancellationToken cancellationToken);
}
