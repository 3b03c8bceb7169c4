using System.Collections.Concurrent;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>What decides whether an event can be sent now: the settings, the endpoint's breaker, and how many attempts are running.</summary>
public sealed class DeliveryPolicy(MerchantDirectory directory, CircuitBreakers breakers, AttemptRates rates, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Merchant, string Endpoint, int? Rate), EndpointThrottle> _throttles = new();

    public HubSettings Settings => directory.Settings;

    public CircuitBreakers Breakers => breakers;

    public AttemptRates Rates => rates;

    /// <summary>Locks of the calls in this instance.</summary>
    public DeliveryLocks Locks { get; } = new();

    /// <summary>The merchant's endpoint with that id, and why the settings prevent sending to it.</summary>
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
/// Lets one call at a time process an endpoint and an order in this instance: two at once would send the same webhook twice. The last of the others
/// is kept, because it may be about something that the running one has not seen.
/// </summary>
public sealed class DeliveryLocks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Order, string Endpoint), DeliveryWakeUp?> _running = [];

    /// <summary>Takes the lock; false if another call has it.</summary>
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

    /// <summary>Releases the lock; returns the call that came meanwhile.</summary>
    public DeliveryWakeUp? Leave(DeliveryWakeUp wakeUp)
    {
        lock (_gate)
            return _running.Remove((wakeUp.OrderId, wakeUp.Endpoint), out var other) ? other : null;
    }
}
