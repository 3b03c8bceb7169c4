using PaymentHub.Orders;

namespace PaymentHub.Listings;

/// <summary>Everything that happened to an order, oldest first.</summary>
/// <param name="Complete">False when there was more than a timeline shows: then attempts are missing.</param>
public sealed record Timeline(Order Order, IReadOnlyList<TimelineEntry> Entries, bool Complete);
