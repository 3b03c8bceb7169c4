namespace PaymentHub.Operations;

/// <summary>What the integrity checks have found, and where the next one goes on.</summary>
public sealed record IntegrityReport
{
    /// <summary>When the last check ran.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the present round over all orders began.</summary>
    public required DateTimeOffset RoundStartedAt { get; init; }

    /// <summary>When the last round over all orders ended; null before the first has.</summary>
    public DateTimeOffset? RoundFinishedAt { get; init; }

    /// <summary>Orders that were held against their lists in this round.</summary>
    public int OrdersChecked { get; init; }

    /// <summary>List rows that were missing or disagreed and were written anew, in this round.</summary>
    public int ListingsRepaired { get; init; }

    /// <summary>Callbacks that were received long ago and are still not processed.</summary>
    public IntegrityFinding PendingCallbacks { get; init; } = new(0, []);

    /// <summary>Outbox entries that are long overdue.</summary>
    public IntegrityFinding Overdue { get; init; } = new(0, []);

    /// <summary>Outbox entries that became dead letters and wait for an operator.</summary>
    public IntegrityFinding DeadLetters { get; init; } = new(0, []);

    /// <summary>Webhooks that wait for their endpoint; the examples name the endpoints.</summary>
    public IntegrityFinding Suspended { get; init; } = new(0, []);

    /// <summary>Since when the first of those webhooks waits; null when none does.</summary>
    public DateTimeOffset? SuspendedSince { get; init; }

    /// <summary>Orders whose rows cannot be read, or at which the check failed, in this round.</summary>
    public IntegrityFinding Unreadable { get; init; } = new(0, []);

    /// <summary>The partition of orders where the next check goes on.</summary>
    public int Bucket { get; init; }

    /// <summary>The row in it that was looked at last; empty at its beginning.</summary>
    public string After { get; init; } = "";
}

/// <summary>Outbox entries of one sort that the integrity check found.</summary>
/// <param name="Count">How many; at most 1,000 of each of the 64 partitions are counted.</param>
/// <param name="Examples">The oldest of them, by what they are about.</param>
public sealed record IntegrityFinding(int Count, IReadOnlyList<string> Examples);
