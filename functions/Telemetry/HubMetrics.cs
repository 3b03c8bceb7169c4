using System.Diagnostics.Metrics;

namespace PaymentHub.Telemetry;

/// <summary>
/// Counters and timings, recorded where things happen. What only storage knows is in <see cref="HubGauges"/>. The names, units and tags are those of
/// docs/operator/telemetry.md; a tag has few values, and none of them is about a person, a merchant or an order.
/// </summary>
public static class HubMetrics
{
    /// <summary>The meter's name.</summary>
    public const string Name = "PaymentHub";

    /// <summary>In seconds: from a local network to the longest wait of a webhook's schedule.</summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200, 86_400],
    };

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Answers = Meter.CreateCounter<long>("paymenthub.callback.answers", "{answer}");
    private static readonly Counter<long> Concluded = Meter.CreateCounter<long>("paymenthub.callbacks", "{callback}");
    private static readonly Counter<long> Quarantine = Meter.CreateCounter<long>("paymenthub.quarantine", "{callback}");
    private static readonly Histogram<double> CommitTime = Meter.CreateHistogram("paymenthub.callback.commit_time", "s", null, null, Seconds);
    private static readonly Histogram<double> DeliveryTime = Meter.CreateHistogram("paymenthub.callback.delivery_time", "s", null, null, Seconds);
    private static readonly Counter<long> Transitions = Meter.CreateCounter<long>("paymenthub.order.transitions", "{transition}");
    private static readonly Counter<long> Reviews = Meter.CreateCounter<long>("paymenthub.reviews", "{order}");
    private static readonly Counter<long> Relays = Meter.CreateCounter<long>("paymenthub.outbox.relays", "{entry}");
    private static readonly Counter<long> Dead = Meter.CreateCounter<long>("paymenthub.dead_letters", "{entry}");
    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>("paymenthub.webhook.attempts", "{attempt}");
    private static readonly Histogram<double> ProviderCalls = Meter.CreateHistogram("paymenthub.provider.call_time", "s", null, null, Seconds);
    private static readonly Counter<long> StorageCalls = Meter.CreateCounter<long>("paymenthub.storage.operations", "{operation}");
    private static readonly Counter<long> Conflicts = Meter.CreateCounter<long>("paymenthub.storage.conflicts", "{write}");
    private static readonly Counter<long> Timers = Meter.CreateCounter<long>("paymenthub.timer.runs", "{run}");

    /// <summary>A callback was answered.</summary>
    /// <param name="provider">none, where nobody could say whose it is.</param>
    public static void CallbackAnswered(string provider, int status) => Answers.Add(1, new("provider", provider), new("status", status));

    /// <summary>A callback has its verdict.</summary>
    public static void CallbackConcluded(string provider, string outcome) => Concluded.Add(1, new("provider", provider), new("outcome", outcome));

    /// <summary>A callback went into quarantine.</summary>
    public static void Quarantined(string provider, string verdict) => Quarantine.Add(1, new("provider", provider), new("verdict", verdict));

    /// <summary>What a callback said stands in its order, so long after its receipt.</summary>
    public static void Committed(string provider, TimeSpan after) =>
        CommitTime.Record(after.TotalSeconds, new KeyValuePair<string, object?>("provider", provider));

    /// <summary>A merchant's endpoint has taken the event that a callback led to, so long after its receipt.</summary>
    public static void Delivered(string provider, TimeSpan after) =>
        DeliveryTime.Record(after.TotalSeconds, new KeyValuePair<string, object?>("provider", provider));

    /// <summary>An order came into another state.</summary>
    /// <param name="from">none, for one that is new.</param>
    public static void OrderMoved(string kind, string provider, string from, string to) =>
        Transitions.Add(1, new("kind", kind), new("provider", provider), new("from", from), new("to", to));

    /// <summary>An order came into review.</summary>
    public static void ReviewBegan(string kind, string reason) => Reviews.Add(1, new("kind", kind), new("reason", reason));

    /// <summary>The outbox relay woke entries that nobody had kept in time.</summary>
    public static void Relayed(string queue, int entries) => Relays.Add(entries, new KeyValuePair<string, object?>("queue", queue));

    /// <summary>Work kept failing in the app itself and waits for an operator.</summary>
    public static void DeadLettered(string queue) => Dead.Add(1, new KeyValuePair<string, object?>("queue", queue));

    /// <summary>A webhook was tried.</summary>
    public static void Attempted(string outcome) => Attempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A provider was called, each repetition by itself.</summary>
    public static void ProviderCalled(string provider, string outcome, TimeSpan took) =>
        ProviderCalls.Record(took.TotalSeconds, new("provider", provider), new("outcome", outcome));

    /// <summary>Storage was called, each repetition by itself.</summary>
    public static void StorageCalled(string service, string operation, string outcome) =>
        StorageCalls.Add(1, new("service", service), new("operation", operation), new("outcome", outcome));

    /// <summary>A write found another state than it expected.</summary>
    public static void StorageConflicted(string table) => Conflicts.Add(1, new KeyValuePair<string, object?>("table", table));

    /// <summary>A timer's function has run to its end.</summary>
    public static void TimerRan(string timer) => Timers.Add(1, new KeyValuePair<string, object?>("timer", timer));
}
