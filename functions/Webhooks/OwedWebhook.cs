using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>What is owed to one endpoint for one order, as it was read.</summary>
/// <param name="MerchantId">Whose order it is.</param>
/// <param name="Stored">The delivery row.</param>
/// <param name="Event">The event to deliver next; null when nothing is owed.</param>
public sealed record OwedWebhook(string OrderId, string MerchantId, StoredDelivery Stored, StoredEvent? Event);
