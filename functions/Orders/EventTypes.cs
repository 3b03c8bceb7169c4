namespace PaymentHub.Orders;

/// <summary>The types of events, as merchants see them.</summary>
public static class EventTypes
{
    /// <summary>Every type that an order's events have.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "deposit.pending",
        "deposit.completed",
        "deposit.failed",
        "deposit.expired",
        "deposit.needs_review",
        "withdrawal.awaiting_approval",
        "withdrawal.submitted",
        "withdrawal.processing",
        "withdrawal.completed",
        "withdrawal.failed",
        "withdrawal.rejected",
        "withdrawal.needs_review",
    ];

    /// <summary>An endpoint is failing; sent to the merchant's other endpoints. About no order, and in no list of events.</summary>
    public const string EndpointFailing = "endpoint.failing";

    /// <summary>
    /// Whether the order is at rest with it (final, or waiting for an operator), so that merchants need it most. Such an event does not wait forever
    /// behind an earlier one that an endpoint does not accept.
    /// </summary>
    public static bool IsFinal(string type) =>
        type[(type.IndexOf('.', StringComparison.Ordinal) + 1)..] is "completed" or "failed" or "rejected" or "expired" or "needs_review";
}
