namespace PaymentHub.Orders;

/// <summary>A wake-up call for an order's work.</summary>
/// <param name="DueAt">The time the work was due when the call was made; null calls for whatever is due.</param>
public sealed record WorkCall(string OrderId, WorkKind What, DateTimeOffset? DueAt)
{
    /// <summary>Whether the work that this call was for has been done or moved meanwhile: it has its own call, or the sweep.</summary>
    public bool IsOutdated(Work? work) => work is null || work.Stuck || work.What != What || (DueAt is { } dueAt && dueAt != work.DueAt);
}
