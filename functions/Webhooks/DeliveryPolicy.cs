using System.Collections.Concurrent;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>What stands between an event and its endpoint: the settings, the endpoint's breaker, and how much runs there already.</summary>
public sealed class DeliveryPolicy(MerchantDirectory directory, CircuitBreakers breakers, AttemptRates rates, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Merchant, string Endpoint, int? Rate), EndpointThrottle> _throttles = new();

    public HubSettings Settings => directory.Settings;

    public CircuitBreakers Breakers => breakers;

    public AttemptRates Rates => rates;

    /// <summary>Turns of the calls in this instance.</summary>
    public DeliveryLocks Locks { get; } = new();

    /// <summary>The merchant's endpoint of that id, and what the settings have against sending it something.</summary>
    public (WebhookEndpoint? Endpoint, SuspensionReason? Reason) Find(string merchantId, string endpointId) =>
        directory.FindMerchant(merchantId)?.Endpoints.FirstOrDefault(candidate => candidate.Id == endpointId) switch
        {
            null => (null, SuspensionReason.Removed),
            { Disabled: true } disabled => (disabled, SuspensionReason.Disabled),
            var endpoint => (endpoint, null),
        };

    /// <summary>The throttle of an endpoint.</summary>
    public EndpointThrottle ThrottleOf(string merchantId, WebhookEndpoint endpoint) =>
        _throttles.GetOrAdd(
            (merchantId, endpoint.Id, endpoint.RateLimit),
            _ => new EndpointThrottle(directory.Settings.Delivery.Concurrency, endpoint.RateLimit, directory.Settings.WebhookTimeout / 2, clock)
        );
}
