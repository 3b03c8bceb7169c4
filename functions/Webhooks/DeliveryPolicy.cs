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

/// <summary>
/// Lets one call at a time deal with an endpoint and an order in this instance: two at once would send the same webhook twice. The
/// last of the others is kept, for it may be about something that the one at work has not seen.
/// </summary>
public sealed class DeliveryLocks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Order, string Endpoint), DeliveryWakeUp?> _running = [];

    /// <summary>Takes the turn; false when another call has it.</summary>
    public bool TryEnter(DeliveryWakeUp wakeUp)
    {
        lock (_gate)
        {
            if (_running.TryAdd((wakeUp.OrderId, wakeUp.Endpoint), null))
                return true;
            _running[(wakeUp.OrderId, wakeUp.Endpoint)] = wakeUp;
            return false;
        }
    }

    /// <summary>Gives the turn back; returns the call that came meanwhile.</summary>
    public DeliveryWakeUp? Leave(DeliveryWakeUp wakeUp)
    {
        lock (_gate)
            return _running.Remove((wakeUp.OrderId, wakeUp.Endpoint), out var other) ? other : null;
    }
}
