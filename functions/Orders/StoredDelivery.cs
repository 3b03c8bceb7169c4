namespace PaymentHub.Orders;

/// <summary>A delivery row as it was read.</summary>
/// <param name="Delivery">What is owed.</param>
/// <param name="Revision">Names this state of the row.</param>
public sealed record StoredDelivery(Delivery Delivery, string Revision);
