namespace PaymentHub.Orders;

/// <summary>One try at delivering an event to an endpoint.</summary>
/// <param name="Id">Random; tells our own record of it from another try's.</param>
/// <param name="Endpoint">The endpoint's id.</param>
/// <param name="Version">The event's number among the order's.</param>
/// <param name="Number">Its number among the event's tries at this endpoint, from 1, over probes and repeated deliveries too.</param>
/// <param name="At">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Answer">What came back.</param>
public sealed record Attempt(string Id, string Endpoint, int Version, int Number, DateTimeOffset At, TimeSpan Duration, EndpointAnswer Answer)
{
    /// <summary>How many attempts of an event at an endpoint are kept: the newest ones.</summary>
    public const int MaxKept = 30;
}
