namespace PaymentHub.Orders;

/// <summary>
/// The deliveries of one order's events to one webhook endpoint. Events arrive one after the other, except that a final one waits for only a limited
/// number of attempts of an earlier one. Pure; times are given.
/// </summary>
public sealed record Delivery
{
    /// <summary>The endpoint's id among the merchant's.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The events still to be delivered, oldest first. Not every event of the order: endpoints choose.</summary>
    public required IReadOnlyList<OwedEvent> Owed { get; init; }

    /// <summary>The versions of the events that were given up on, oldest first.</summary>
    public IReadOnlyList<int> Failed { get; init; } = [];

    /// <summary>When the next attempt is due; null if there is nothing to deliver, or nothing is sent.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What prevents delivery; null if nothing does.</summary>
    public SuspensionReason? Suspended { get; init; }

    /// <summary>Since when it is.</summary>
    public DateTimeOffset? SuspendedSince { get; init; }

    /// <summary>Whether it became a dead letter because it kept failing; redelivering an event revives it.</summary>
    public bool IsDeadLetter { get; init; }

    /// <summary>How many attempts of an earlier event a final one waits for; at least 1.</summary>
    public int FinalWaits { get; init; } = 3;

    /// <summary>Whether an event waits to be delivered.</summary>
    public bool IsOwed => Owed.Count > 0;

    /// <summary>The next event: the first that is due or, after a suspension, the oldest. Null if there is nothing to deliver.</summary>
    public OwedEvent? Next => Owed.Where(MayGo).OrderBy(one => Suspended is null ? one.DueAt : default).ThenBy(one => one.Version).FirstOrDefault();

    /// <summary>The first event for an endpoint.</summary>
    public static Delivery Start(string endpoint, int version, string eventType, DateTimeOffset now) =>
        Nothing(endpoint).Owe(version, eventType, now);

    /// <summary>An endpoint without anything to deliver.</summary>
    public static Delivery Nothing(string endpoint) => new() { Endpoint = endpoint, Owed = [] };

    /// <summary>The pending event with that version; null if there is none.</summary>
    public OwedEvent? Find(int version) => Owed.FirstOrDefault(one => one.Version == version);

    /// <summary>Whether it is the event's turn, as far as the earlier ones are concerned.</summary>
    public bool MayGo(OwedEvent one) =>
        one.Redelivered
        || Owed.All(earlier => earlier.Version >= one.Version || earlier.Redelivered || (one.Final && earlier.Attempts >= FinalWaits));

    /// <summary>One more event; it becomes due at once unless an earlier one is still on its way.</summary>
    public Delivery Owe(int version, string eventType, DateTimeOffset now) =>
        With(new OwedEvent(version, EventTypes.IsFinal(eventType), now)).Settle(now);

    /// <summary>An event that somebody wants redelivered, starting with its first attempt.</summary>
    public Delivery OweAgain(int version, string eventType, DateTimeOffset now)
    {
        var again = Find(version) is { } existing
            ? existing with
            {
                DueAt = now,
                Attempts = 0,
            }
            : new OwedEvent(version, EventTypes.IsFinal(eventType), now, Redelivered: true);
        var revived = this with
        {
            IsDeadLetter = false,
            DueAt = IsDeadLetter ? null : DueAt,
            Failed = [.. Failed.Where(failed => failed != version)],
        };
        return revived.With(again).Settle(now);
    }

    /// <summary>An event has arrived.</summary>
    public Delivery Delivered(int version, DateTimeOffset now) => Moving.Without(version).Settle(now);

    /// <summary>An attempt failed and another one follows.</summary>
    public Delivery TryAgain(int version, DateTimeOffset dueAt, DateTimeOffset now) =>
        Find(version) is { } tried ? Moving.With(tried with { Attempts = tried.Attempts + 1, DueAt = dueAt }).Settle(now) : this;

    /// <summary>The last attempt failed.</summary>
    public Delivery GiveUp(int version, DateTimeOffset now) =>
        (Moving.Without(version) with { Failed = [.. Failed.Where(failed => failed != version).Append(version).Order()] }).Settle(now);

    /// <summary>Something prevents delivery: everything waits until that has ended.</summary>
    public Delivery Suspend(SuspensionReason reason, DateTimeOffset now) =>
        this with
        {
            Suspended = reason,
            SuspendedSince = Suspended == reason ? SuspendedSince : now,
            DueAt = null,
        };

    /// <summary>It keeps failing in the app itself: nothing is sent until somebody asks for it.</summary>
    public Delivery MarkDeadLetter(DateTimeOffset now) =>
        this with
        {
            IsDeadLetter = true,
            Suspended = null,
            SuspendedSince = null,
            DueAt = DueAt ?? now,
        };

    /// <summary>A dead letter is revived: it is due now.</summary>
    public Delivery Revive(DateTimeOffset now) =>
        (this with { IsDeadLetter = false, DueAt = null, Owed = [.. Owed.Select(one => one with { DueAt = now })] }).Settle(now);

    /// <summary>Equal by content, lists included.</summary>
    public bool Equals(Delivery? other) =>
        other is not null
        && (Endpoint, DueAt, Suspended, SuspendedSince, IsDeadLetter, FinalWaits)
            == (other.Endpoint, other.DueAt, other.Suspended, other.SuspendedSince, other.IsDeadLetter, other.FinalWaits)
        && Owed.SequenceEqual(other.Owed)
        && Failed.SequenceEqual(other.Failed);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Endpoint, DueAt, Suspended, Owed.Count, Failed.Count);

    /// <summary>After an attempt, every time is calculated again.</summary>
    private Delivery Moving => this with { Suspended = null, SuspendedSince = null, DueAt = null };

    private Delivery With(OwedEvent one) =>
        this with
        {
            Owed = [.. Owed.Where(other => other.Version != one.Version).Append(one).OrderBy(other => other.Version)],
        };

    private Delivery Without(int version) => this with { Owed = [.. Owed.Where(one => one.Version != version)] };

    /// <summary>Finds when the next attempt is due. An existing time is kept; a time in the past becomes now.</summary>
    private Delivery Settle(DateTimeOffset now)
    {
        if (IsDeadLetter || Suspended is not null)
            return this;
        if (Next is not { } next)
            return this with { DueAt = null };
        var due = next.DueAt == DueAt || next.DueAt > now ? next : next with { DueAt = now };
        return With(due) with { DueAt = due.DueAt };
    }
}

/// <summary>Why nothing is sent to an endpoint at the moment. Its events wait, however long it takes.</summary>
public enum SuspensionReason
{
    /// <summary>Its circuit breaker is open: it failed for several orders in a row.</summary>
    Breaker,

    /// <summary>It is disabled by setting.</summary>
    Disabled,

    /// <summary>It has been removed from the settings.</summary>
    Removed,
}

/// <summary>An event that an endpoint has not accepted yet.</summary>
/// <param name="Version">Its number among the order's events.</param>
/// <param name="Final">Whether it may go ahead of earlier ones: see <see cref="EventTypes.IsFinal"/>.</param>
/// <param name="DueAt">When its next attempt is due, not considering earlier events.</param>
/// <param name="Attempts">How many attempts it has had that count towards giving up.</param>
/// <param name="Redelivered">Whether it is a redelivery: then it waits for no other event, and none waits for it.</param>
public sealed record OwedEvent(int Version, bool Final, DateTimeOffset DueAt, int Attempts = 0, bool Redelivered = false);
