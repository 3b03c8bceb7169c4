namespace PaymentHub.Webhooks;

/// <summary>One try at delivering an event to an endpoint.</summary>
/// <param name="Id">Random; tells our own record of it from another try's.</param>
/// <param name="Number">Its number among the event's tries at this endpoint, from 1.</param>
/// <param name="At">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Answer">What came back.</param>
public sealed record Attempt(string Id, int Number, DateTimeOffset At, TimeSpan Duration, EndpointAnswer Answer);
