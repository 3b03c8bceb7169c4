using System.Collections.Concurrent;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>What stands between an event and its endpoint: the settings, the endpoint's breaker, and how much runs there already.</summary>
public sealed class EndpointGate(MerchantDirectory directory, CircuitBreakers breakers, AttemptRates rates, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Merchant, string Endpoint), Lane> _lanes = new();

    public HubSettings Settings => directory.Settings;

    public CircuitBreakers Breakers => breakers;

    public AttemptRates Rates => rates;

    /// <summary>Turns of the calls in this instance.</summary>
    public DeliveryTurns Turns { get; } = new();

    /// <summary>The merchant's endpoint of that id, and what the settings have against sending it something.</summary>
    public (WebhookEndpoint? Endpoint, Obstacle? Obstacle) Find(string merchantId, string endpointId) =>
        directory.FindMerchant(merchantId)?.Endpoints.FirstOrDefault(candidate => candidate.Id == endpointId) switch
        {
            null => (null, Obstacle.Removed),
            { Disabled: true } disabled => (disabled, Obstacle.Disabled),
            var endpoint => (endpoint, null),
        };

    /// <summary>The lane of an endpoint.</summary>
    public Lane LaneOf(string merchantId, WebhookEndpoint endpoint) =>
        _lanes.GetOrAdd((merchantId, endpoint.Id), _ => new Lane(directory.Settings.Delivery.Concurrency, endpoint.RateLimit, directory.Settings.WebhookTimeout / 2, clock));
}
