using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace PaymentHub.Telemetry;

/// <summary>
/// What only storage knows: how much waits there, and since when. The timers that read it anyway report it here. An age grows between two readings.
/// Because the next reading may be on another instance, a value that was not renewed for a while is no longer reported.
/// </summary>
public sealed class HubGauges
{
    /// <summary>How long something that the outbox relay says holds: four of its usual runs.</summary>
    private static readonly TimeSpan RelayHolds = TimeSpan.FromMinutes(1);

    /// <summary>How long something that the integrity check says holds: two and a half of its usual runs.</summary>
    private static readonly TimeSpan CheckHolds = TimeSpan.FromMinutes(25);

    private readonly TimeProvider _clock;
    private readonly Meter _meter;
    private readonly Gauge _outboxAge;
    private readonly Gauge _breakers;
    private readonly Gauge _breakersAge;
    private readonly Gauge _deadLetters;
    private readonly Gauge _suspended;
    private readonly Gauge _suspendedAge;
    private readonly Gauge _reviews;
    private readonly Gauge _reviewsAge;
    private readonly Gauge _accountsAge;
    private readonly Gauge _accountsOut;
    private readonly Gauge _directory;

    public HubGauges(IMeterFactory meters, TimeProvider clock)
    {
        (_clock, _meter) = (clock, meters.Create(HubMetrics.Name));
        _outboxAge = Make("paymenthub.outbox.age", "s", RelayHolds);
        _breakers = Make("paymenthub.breakers.open", "{breaker}", RelayHolds);
        _breakersAge = Make("paymenthub.breakers.age", "s", RelayHolds);
        _deadLetters = Make("paymenthub.dead_letters.waiting", "{entry}", CheckHolds);
        _suspended = Make("paymenthub.deliveries.suspended", "{delivery}", CheckHolds);
        _suspendedAge = Make("paymenthub.deliveries.suspended_age", "s", CheckHolds);
        _reviews = Make("paymenthub.reviews.open", "{order}", CheckHolds);
        _reviewsAge = Make("paymenthub.reviews.age", "s", CheckHolds);
        _accountsAge = Make("paymenthub.account.silence", "s", CheckHolds);
        _accountsOut = Make("paymenthub.accounts.out", "{account}", CheckHolds);
        _directory = Make("paymenthub.directory.version", "{version}", CheckHolds);
    }

    /// <summary>The outbox entry of a queue that is due the longest and not kept; null: none is late.</summary>
    public void OutboxAge(string queue, DateTimeOffset? oldest) => _outboxAge.Say(new Reading(0, oldest, new("queue", queue)));

    /// <summary>The open breakers, and since when the first of them is open.</summary>
    public void Breakers(int open, DateTimeOffset? oldest) => Say((_breakers, _breakersAge), open, oldest);

    /// <summary>The deliveries that wait for their endpoint, and since when the first of them does.</summary>
    public void Suspended(int deliveries, DateTimeOffset? oldest) => Say((_suspended, _suspendedAge), deliveries, oldest);

    /// <summary>What waits for an operator because it kept failing.</summary>
    public void DeadLetters(int entries) => _deadLetters.Say(new Reading(entries, null, null));

    /// <summary>The orders in review: how many for each reason, and since when the first
    /// of them is there. What is not named any more has none.</summary>
    public void Reviews(IEnumerable<(string Reason, int Orders, DateTimeOffset Oldest)> reviews)
    {
        _reviews.Forget();
        _reviewsAge.Forget();
        foreach (var (reason, orders, oldest) in reviews)
        {
            _reviews.Say(new Reading(orders, null, new("reason", reason)));
            _reviewsAge.Say(new Reading(0, oldest, new("reason", reason)));
        }
    }

    /// <summary>When an account's last callback came.</summary>
    public void Heard(string account, DateTimeOffset at) => _accountsAge.Say(new Reading(0, at, new("account", account)));

    /// <summary>The accounts that are not served because of mistakes in their settings.</summary>
    public void AccountsOut(int accounts) => _accountsOut.Say(new Reading(accounts, null, null));

    /// <summary>The version of the directory of merchants that this instance works by, which is the sum of theirs: where instances differ
    /// for long, one of them does not hear of changes.</summary>
    public void DirectoryVersion(long version) => _directory.Say(new Reading(version, null, null));

    private static void Say((Gauge Count, Gauge Age) gauges, int count, DateTimeOffset? oldest)
    {
        gauges.Count.Say(new Reading(count, null, null));
        gauges.Age.Say(new Reading(0, oldest, null));
    }

    private Gauge Make(string name, string unit, TimeSpan holds)
    {
        var gauge = new Gauge(_clock, holds);
        _meter.CreateObservableGauge(name, gauge.Read, unit);
        return gauge;
    }

    /// <param name="Value">The value; of an age what it is where there is nothing that could be old.</param>
    /// <param name="Since">Of an age: since when.</param>
    private sealed record Reading(double Value, DateTimeOffset? Since, KeyValuePair<string, object?>? Tag);

    private sealed class Gauge(TimeProvider clock, TimeSpan holds)
    {
        private readonly ConcurrentDictionary<string, (Reading Reading, DateTimeOffset Until)> _readings = new(StringComparer.Ordinal);

        public void Say(Reading reading) => _readings[reading.Tag?.Value as string ?? ""] = (reading, clock.GetUtcNow() + holds);

        public void Forget() => _readings.Clear();

        public IEnumerable<Measurement<double>> Read()
        {
            var now = clock.GetUtcNow();
            foreach (var (reading, until) in _readings.Values.Where(said => now <= said.Until))
            {
                var value = reading.Since is { } since ? Math.Max(0, (now - since).TotalSeconds) : reading.Value;
                yield return reading.Tag is { } tag ? new(value, tag) : new(value);
            }
        }
    }
}
