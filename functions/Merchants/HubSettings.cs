using PaymentHub.Storage;

namespace PaymentHub.Merchants;

/// <summary>The settings of the app as a whole.</summary>
public sealed record HubSettings
{
    /// <summary>Our own public address, without a slash at its end. Callback URLs, and the path that a signature covers, come from it.</summary>
    public required Uri PublicBaseUrl { get; init; }

    /// <summary>What the hub seals with: the directory's secrets, the tokens of payers' pages.</summary>
    public MasterKeys MasterKeys { get; init; } = MasterKeys.None;

    /// <summary>When outbox entries are woken, and how many at once.</summary>
    public required OutboxTiming Outbox { get; init; }

    /// <summary>The first wait before work that could not be done is tried again; doubles each time.</summary>
    public required TimeSpan RetryFirst { get; init; }

    /// <summary>The longest such wait.</summary>
    public required TimeSpan RetryMax { get; init; }

    /// <summary>How often a provider's query is asked to confirm a callback before a person is told that it does not.</summary>
    public required int ConfirmAttempts { get; init; }

    /// <summary>How long after its receipt a callback is asked about on that no query has confirmed.</summary>
    public TimeSpan ConfirmFor { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long one request has the provider to itself to get an order's payment
    /// page: longer than any account's provider may take for it.</summary>
    public required TimeSpan PaymentPageLease { get; init; }

    /// <summary>How long one send of a withdrawal has, answer included, before the
    /// sender breaks off: longer than any account's RequestTimeout.</summary>
    public TimeSpan WithdrawalSendWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after its last moment a send of unknown outcome may still arrive, so that its absence proves nothing.</summary>
    public TimeSpan WithdrawalQuiet { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one operator's decision waits for the second operator that it needs.</summary>
    public TimeSpan SecondOperatorWithin { get; init; } = TimeSpan.FromDays(1);

    /// <summary>When open deposits with a payment page are asked about.</summary>
    public DepositTiming Deposits { get; init; } = new();

    /// <summary>How long one webhook attempt may take, answer included.</summary>
    public required TimeSpan WebhookTimeout { get; init; }

    /// <summary>How webhooks are delivered otherwise.</summary>
    public DeliverySettings Delivery { get; init; } = new();

    /// <summary>How long an event stands in the feed before it is shown, so that a slow writer never appears behind a reader.</summary>
    public required TimeSpan FeedDelay { get; init; }

    /// <summary>How many requests a second a merchant may make in the long run, counted by each instance of the app.</summary>
    public required int RequestsPerSecond { get; init; }

    /// <summary>How many requests a merchant may make at once.</summary>
    public required int RequestBurst { get; init; }

    /// <summary>How many wrong keys a client may try under /ops at once, counted by each instance of the app.</summary>
    public int FailedBurst { get; init; } = 20;

    /// <summary>How many such tries a minute it may make in the long run.</summary>
    public int FailedPerMinute { get; init; } = 10;

    /// <summary>How many callbacks without a right signature an account may bring at once, counted by each instance of the app.</summary>
    public int RefusedBurst { get; init; } = 200;

    /// <summary>How many such callbacks a minute it may bring in the long run.</summary>
    public int RefusedPerMinute { get; init; } = 10;

    /// <summary>How long callbacks are kept that have their verdict.</summary>
    public TimeSpan CallbackRetention { get; init; } = TimeSpan.FromDays(400);

    /// <summary>How the hub finds out by itself what callbacks missed.</summary>
    public ReconciliationSettings Reconciliation { get; init; } = new();
}

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
