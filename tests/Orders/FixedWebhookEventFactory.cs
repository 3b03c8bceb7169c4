using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

/// <summary>Tells the same endpoints of everything.</summary>
internal sealed class FixedWebhookEventFactory(params IReadOnlyList<string> endpoints) : IWebhookEventFactory
{
    public IReadOnlyList<string> EndpointsFor(Order order, string eventType) => endpoints;

    public string Body(Order order, string eventType, DateTimeOffset occurredAt) => $"{eventType} {order.Version}";
}
