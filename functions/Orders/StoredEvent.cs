using System.Globalization;
using PaymentHub.Storage;

namespace PaymentHub.Orders;

/// <summary>An event as it is kept: written once, never changed.</summary>
/// <param name="OrderId">The order it is about.</param>
/// <param name="Version">Its number among the order's events, from 1.</param>
/// <param name="Type">For instance deposit.completed.</param>
/// <param name="Body">The webhook's body, sent byte for byte the same at every attempt.</param>
/// <param name="Source">What caused it: unique to one notice from one callback, query or request.</param>
/// <param name="OccurredAt">When it happened.</param>
public sealed record StoredEvent(string OrderId, int Version, string Type, string Body, string Source, DateTimeOffset OccurredAt)
{
    /// <summary>The id that merchants see; stable over all attempts.</summary>
    public string Id => IdOf(OrderId, Version);

    /// <summary>When the callback was received that caused it, which its id begins with; null when something else did.</summary>
    public DateTimeOffset? ReceivedAt =>
        Source.StartsWith(Callback, StringComparison.Ordinal) && Source.Length >= Callback.Length + 17
            ? KeyText.ReadTime(Source[Callback.Length..(Callback.Length + 17)])
            : null;

    /// <summary>What the source of an event begins with that a callback caused; the callback's id follows.</summary>
    public const string Callback = "callback/";

    /// <summary>The id of an order's event.</summary>
    public static string IdOf(string orderId, int version) => FormattableString.Invariant($"evt_{orderId}_{version}");

    /// <summary>The order and version that an event's id names; null when it is no such id.</summary>
    public static (string OrderId, int Version)? ParseId(string id)
    {
        var end = id.LastIndexOf('_');
        return
            id.StartsWith("evt_", StringComparison.Ordinal)
            && end > 4
            && Orders.OrderId.IsWellFormed(id[4..end])
            && int.TryParse(id.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && IdOf(id[4..end], version) == id
            ? (id[4..end], version)
            : null;
    }
}
