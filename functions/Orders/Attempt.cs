namespace PaymentHub.Orders;

/// <summary>One attempt to deliver an event to an endpoint.</summary>
/// <param name="Id">Random; distinguishes our own record of it from that of another attempt.</param>
/// <param name="Endpoint">The endpoint's id.</param>
/// <param name="Version">The event's number among the order's.</param>
/// <param name="Number">Its number among the event's attempts at this endpoint, from 1, including probes and redeliveries.</param>
/// <param name="At">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Answer">What came back.</param>
public sealed record Attempt(string Id, string Endpoint, int Version, int Number, DateTimeOffset At, TimeSpan Duration, EndpointAnswer Answer)
{
    /// <summary>How many attempts of an event at an endpoint are kept: the newest ones.</summary>
    public const int MaxKept = 30;
}

/// <summary>What an endpoint answered.</summary>
/// <param name="Status">The HTTP status; null when there was no complete answer.</param>
/// <param name="Error">The class of failure when there was none: timeout, connection, tls, forbidden_target, ….</param>
/// <param name="Body">The first KiB of the answer's body, as text.</param>
/// <param name="RetryAt">When it wants to be called again (Retry-After); null if it does not say.</param>
public sealed record EndpointAnswer(int? Status, string? Error, string Body, DateTimeOffset? RetryAt = null)
{
    /// <summary>Any 2xx.</summary>
    public bool IsDelivered => Status is >= 200 and < 300;

    /// <summary>410: it will never accept this webhook.</summary>
    public bool IsGone => Status == 410;

    /// <summary>The result as one of a few words.</summary>
    public string Outcome =>
        this switch
        {
            { IsDelivered: true } => "delivered",
            { IsGone: true } => "gone",
            { Status: >= 500 } => "http_5xx",
            { Status: >= 400 } => "http_4xx",
            { Status: not null } => "http_other",
            _ => Error ?? "no_answer",
        };
}
