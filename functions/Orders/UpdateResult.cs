namespace PaymentHub.Orders;

/// <summary>What applying a notice to the stored order came to.</summary>
/// <param name="Order">The order afterwards.</param>
/// <param name="Changed">Whether this notice changed it, now or in an earlier, interrupted try.</param>
public sealed record UpdateResult(Order Order, bool Changed);
