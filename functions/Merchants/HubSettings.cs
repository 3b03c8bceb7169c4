namespace PaymentHub.Merchants;

/// <summary>The settings of the app as a whole.</summary>
public sealed record HubSettings
{
    /// <summary>Our own public address, without a slash at its end. Callback URLs, and the path that a signature covers, come from it.</summary>
    public required Uri PublicBaseUrl { get; init; }

    /// <summary>How long a promise may be late before the sweep wakes it: its message was probably lost.</summary>
    public required TimeSpan SweepGrace { get; init; }

    /// <summary>How long the sweep waits before it wakes the same promise again; doubles each time.</summary>
    public required TimeSpan SweepRepeat { get; init; }

    /// <summary>How many promises one sweep wakes at most.</summary>
    public required int SweepMaxWakes { get; init; }

    /// <summary>With more messages than this in a queue, the sweep wakes nothing for it.</summary>
    public required int SweepQueueLimit { get; init; }

    /// <summary>The first wait before work that could not be done is tried again; doubles each time.</summary>
    public required TimeSpan RetryFirst { get; init; }

    /// <summary>The longest such wait.</summary>
    public required TimeSpan RetryMost { get; init; }

    /// <summary>How often a provider's query is asked to confirm a callback before it counts as disagreeing.</summary>
    public required int ConfirmAttempts { get; init; }

    /// <summary>How long one request has the provider to itself to get an order's payment page: longer than any account's RequestTimeout.</summary>
    public required TimeSpan PageTurn { get; init; }

    /// <summary>How long one webhook attempt may take, answer included.</summary>
    public required TimeSpan WebhookTimeout { get; init; }

    /// <summary>How the hub finds out by itself what callbacks missed.</summary>
    public ReconciliationSettings Reconciliation { get; init; } = new();
}
