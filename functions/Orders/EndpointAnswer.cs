namespace PaymentHub.Orders;

/// <summary>What an endpoint answered.</summary>
/// <param name="Status">The HTTP status; null when there was no complete answer.</param>
/// <param name="Error">The class of failure when there was none: timeout, connection, tls, forbidden_target, ….</param>
/// <param name="Body">The first KiB of the answer's body, as text.</param>
/// <param name="RetryAt">When it wants to be asked again (Retry-After); null when it does not say.</param>
public sealed record EndpointAnswer(int? Status, string? Error, string Body, DateTimeOffset? RetryAt = null)
{
    /// <summary>Any 2xx.</summary>
    public bool IsDelivered => Status is >= 200 and < 300;

    /// <summary>410: it wants no such webhook, now or ever.</summary>
    public bool IsGone => Status == 410;
}
