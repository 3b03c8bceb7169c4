namespace PaymentHub.Orders;

/// <summary>Knows who must learn of an event, and in which words.</summary>
public interface IWebhookEventFactory
{
    /// <summary>The ids of the merchant's endpoints that are owed this event.</summary>
    IReadOnlyList<string> EndpointsFor(Order order, string eventType);

    /// <summary>The event's body as it will be sent.</summary>
    string Body(Order order, string eventType, DateTimeOffset occurredAt);
}
