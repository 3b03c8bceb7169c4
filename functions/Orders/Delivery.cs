namespace PaymentHub.Orders;

/// <summary>
/// What is owed to one webhook endpoint for one order. Its events arrive one after the other, except that a final one waits for an
/// earlier one through so many of its attempts only. Pure; times are given.
/// </summary>
public sealed record Delivery
{
    /// <summary>The endpoint's id among the merchant's.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The events that are owed, oldest first. Not every event of the order: endpoints choose.</summary>
    public required IReadOnlyList<OwedEvent> Owed { get; init; }

    /// <summary>The versions of the events that were given up on, oldest first.</summary>
    public IReadOnlyList<int> Failed { get; init; } = [];

    /// <summary>When the next attempt is due; null when nothing is owed, or nothing is sent.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What is in the way; null when nothing is.</summary>
    public SuspensionReason? Suspended { get; init; }

    /// <summary>Since when it is.</summary>
    public DateTimeOffset? SuspendedSince { get; init; }

    /// <summary>Whether it became a dead letter after failing beyond the queue's patience; asking for an event again revives it.</summary>
    public bool IsDeadLetter { get; init; }

    /// <summary>Through how many attempts of an earlier event a final one waits; at least 1.</summary>
    public int FinalWaits { get; init; } = 3;

    /// <summary>Whether an event waits to be delivered.</summary>
    public bool IsOwed => Owed.Count > 0;

    /// <summary>The event whose turn it is: the first that is due, or, once it is suspended no more, the oldest. Null when nothing is owed.</summary>
    public OwedEvent? Next => Owed.Where(MayGo).OrderBy(one => Suspended is null ? one.DueAt : default).ThenBy(one => one.Version).FirstOrDefault();

    /// <summary>The first event for an endpoint.</summary>
    public static Delivery Start(string endpoint, int version, string eventType, DateTimeOffset now) =>
        Nothing(endpoint).Owe(version, eventType, now);

    /// <summary>An endpoint that nothing is owed to.</summary>
    public static Delivery Nothing(string endpoint) => new() { Endpoint = endpoint, Owed = [] };

    /// <summary>What is owed of that version; null when it is not.</summary>
    public OwedEvent? Find(int version) => Owed.FirstOrDefault(one => one.Version == version);

    /// <summary>Whether it is the event's turn, as far as the earlier ones are concerned.</summary>
    public bool MayGo(OwedEvent one) =>
        one.Redelivered
        || Owed.All(earlier => earlier.Version >= one.Version || earlier.Redelivered || (one.Final && earlier.Attempts >= FinalWaits));

    /// <summary>One more event; it becomes due at once unless an earlier one is still on its way.</summary>
    public Delivery Owe(int version, string eventType, DateTimeOffset now) =>
        With(new OwedEvent(version, EventTypes.IsFinal(eventType), now)).Settle(now);

    /// <summary>An event that somebody asks for again, from its first attempt on.</summary>
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

    /// <summary>Something is in the way: everything waits until it is gone.</summary>
    public Delivery Suspend(SuspensionReason reason, DateTimeOffset now) =>
        this with
        {
            Suspended = reason,
            SuspendedSince = Suspended == reason ? SuspendedSince : now,
            DueAt = null,
        };

    /// <summary>It keeps failing in us: nothing is sent until somebody asks for it.</summary>
    public Delivery MarkDeadLetter(DateTimeOffset now) =>
        this with
        {
            IsDeadLetter = true,
            Suspended = null,
            SuspendedSince = null,
            DueAt = DueAt ?? now,
        };

    /// <summary>Somebody asks for what became a dead letter: it is due now.</summary>
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

    /// <summary>After an attempt, every time is found anew.</summary>
    private Delivery Moving => this with { Suspended = null, SuspendedSince = null, DueAt = null };

    private Delivery With(OwedEvent one) =>
        this with
        {
            Owed = [.. Owed.Where(other => other.Version != one.Version).Append(one).OrderBy(other => other.Version)],
        };

    private Delivery Without(int version) => this with { Owed = [.. Owed.Where(one => one.Version != version)] };

    /// <summary>Finds when the next attempt is due. A time that stands is kept; one that would have been earlier is now.</summary>
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

/// <summary>Why an endpoint is sent nothing at the moment. What is owed to it waits, however long it takes.</summary>
public enum SuspensionReason
{
    /// <summary>Its circuit breaker is open: it failed for several orders in a row.</summary>
    Breaker,

    /// <summary>It is disabled by setting.</summary>
    Disabled,

    /// <summary>It stands in the settings no more.</summary>
    Removed,
}

/// <summary>An event that an endpoint has not taken yet.</summary>
/// <param name="Version">Its number among the order's events.</param>
/// <param name="Final">Whether it may go ahead of earlier ones: see <see cref="EventTypes.IsFinal"/>.</param>
/// <param name="DueAt">When its next attempt is due, as far as itself is concerned.</param>
/// <param name="Attempts">How many attempts it has had that count towards giving up.</param>
/// <param name="Redelivered">Whether somebody asked for it again: then it waits for nobody, and nobody for it.</param>
public sealed record OwedEvent(int Version, bool Final, DateTimeOffset DueAt, int Attempts = 0, bool Redelivered = false);
