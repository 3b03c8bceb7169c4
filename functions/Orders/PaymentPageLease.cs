namespace PaymentHub.Orders;

/// <summary>Which request may ask the provider for the order's payment page.</summary>
/// <param name="Id">Names that request.</param>
/// <param name="Until">When another request may take its place, because that one must have died.</param>
public sealed record PaymentPageLease(string Id, DateTimeOffset Until);
