namespace PaymentHub.Orders;

/// <summary>
/// What is owed to one webhook endpoint for one order: its events <see cref="NextVersion"/> to <see cref="LastVersion"/>,
/// delivered one after the other. Pure; times are given.
/// </summary>
public sealed record Delivery
{
    /// <summary>The endpoint's id among the merchant's.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The version of the event to deliver next; above <see cref="LastVersion"/> when nothing is owed.</summary>
    public required int NextVersion { get; init; }

    /// <summary>The newest version that is owed.</summary>
    public required int LastVersion { get; init; }

    /// <summary>How many attempts the next event has had.</summary>
    public int Attempts { get; init; }

    /// <summary>When the next attempt is due; null when nothing is owed.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Whether it was set aside after failing beyond the queue's patience; an operator revives it.</summary>
    public bool Stuck { get; init; }

    /// <summary>How many of the order's events were given up on.</summary>
    public int GivenUp { get; init; }

    /// <summary>Whether an event waits to be delivered.</summary>
    public bool IsOwed => NextVersion <= LastVersion;

    /// <summary>The first event for an endpoint.</summary>
    public static Delivery Start(string endpoint, int version, DateTimeOffset now) =>
        new() { Endpoint = endpoint, NextVersion = version, LastVersion = version, DueAt = now };

    /// <summary>One more event; it becomes due at once unless an earlier one is still on its way.</summary>
    public Delivery Owe(int version, DateTimeOffset now) =>
        IsOwed ? this with { LastVersion = version } : this with { NextVersion = version, LastVersion = version, Attempts = 0, DueAt = now };

    /// <summary>The next event has arrived: on to the one after it.</summary>
    public Delivery Delivered(DateTimeOffset now) => Advance(now);

    /// <summary>An attempt failed and another one follows.</summary>
    public Delivery TryAgain(DateTimeOffset dueAt) => this with { Attempts = Attempts + 1, DueAt = dueAt };

    /// <summary>The last attempt failed.</summary>
    public Delivery GiveUp(DateTimeOffset now) => Advance(now) with { GivenUp = GivenUp + 1 };

    private Delivery Advance(DateTimeOffset now) =>
        this with { NextVersion = NextVersion + 1, Attempts = 0, DueAt = NextVersion < LastVersion ? now : null };
}
