namespace PaymentHub.Merchants;

/// <summary>How webhooks are delivered, whoever they go to.</summary>
public sealed record DeliverySettings
{
    /// <summary>How many attempts run at one endpoint at the same time, in one instance of the app.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>How many first attempts one instance makes right after their commits at
    /// the same time; 0 has the queue call for all of them.</summary>
    public int FirstAttempts { get; init; } = 32;

    /// <summary>For how many different orders in a row an endpoint fails before its breaker opens.</summary>
    public int BreakerFailures { get; init; } = 5;

    /// <summary>How long after a breaker has opened its endpoint is probed; doubles each time.</summary>
    public TimeSpan BreakerFirst { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a breaker stays open before the merchant's other endpoints are told.</summary>
    public TimeSpan BreakerTellAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest wait between two probes.</summary>
    public TimeSpan BreakerMax { get; init; } = TimeSpan.FromHours(1);
}
