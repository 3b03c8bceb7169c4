using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Reconciliation;

/// <summary>
/// The reading of one list of an account, deposits or withdrawals: the regular one, which goes on for ever from where it has come,
/// or one that an operator asked for, from a time to a time. A value; <see cref="ReconciliationSteps"/> has what becomes of it.
/// </summary>
public sealed record ReconciliationJob
{
    public required string AccountId { get; init; }

    public required OrderKind Kind { get; init; }

    /// <summary>The back-fill's id, and the name of the operator who asked for it; null for the regular reconciliation.</summary>
    public string? BackfillId { get; init; }
    public string? RequestedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Nothing that began before this is ever read.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Where it ends; null when it never does.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Everything that began up to here has been read.</summary>
    public required DateTimeOffset SeenUpTo { get; init; }

    /// <summary>What is being read; null between two pieces.</summary>
    public ListScan? Scan { get; init; }

    /// <summary>
    /// How far the present round has come: the regular reconciliation walks over the overlap and on to the present in pieces, and this is where the
    /// next one begins. Null between two rounds.
    /// </summary>
    public DateTimeOffset? Reached { get; init; }

    /// <summary>When the present round began, or the last one: the next one's overlap counts from
    /// there, for what a long round read first may have changed since.</summary>
    public DateTimeOffset? RoundAt { get; init; }

    /// <summary>When the last round began that reached back over the long overlap: the next such round's counts from
    /// there, so that nothing which changed in between falls out of both.</summary>
    public DateTimeOffset? LongRoundAt { get; init; }

    /// <summary>How long a piece may be now; null for as long as the settings say. Halved by
    /// each piece that has to start over, doubled by each that was read.</summary>
    public TimeSpan? Length { get; init; }

    /// <summary>The length to which it may be doubled: a longer piece had a page, not its first, that could not be read.</summary>
    public TimeSpan? Longest { get; init; }

    /// <summary>Until when that is believed.</summary>
    public DateTimeOffset? LongestUntil { get; init; }

    /// <summary>When a run may take it on; while one has it, when its lease ends. Null when there is nothing more to do.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The run that has it; still there when the lease is over, if that run died.</summary>
    public string? Owner { get; init; }

    /// <summary>How often it has started over since a window was last read to its end.</summary>
    public int Restarts { get; init; }

    /// <summary>How often in a row the list could not be read; the pages that a window read before it started over do not end the row.</summary>
    public int Failures { get; init; }

    /// <summary>Why it could not be read the last time; null while it can.</summary>
    public string? LastFailure { get; init; }

    /// <summary>When a window was last read to its end.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>When it ended, if it did.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What it came to: a back-fill's from its start, the regular reconciliation's for the present or the last round.</summary>
    public ReconciliationCounts Counts { get; init; } = new();

    /// <summary>
    /// Sentences about the first lines that could not be read, of the last round that had any: still there when the list has none of
    /// them any more, for nothing else tells that they were passed over.
    /// </summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>When it last met a line that could not be read.</summary>
    public DateTimeOffset? LastUnreadAt { get; init; }

    /// <summary>Its state in a word: waiting, running, completed or failed.</summary>
    public string Status =>
        this switch
        {
            { FinishedAt: not null, LastFailure: null } => "completed",
            { FinishedAt: not null } => "failed",
            { Scan: not null } or { Reached: not null } or { Restarts: > 0 } or { To: not null, LastSuccessAt: not null } => "running",
            _ => "waiting",
        };

    /// <summary>The regular reconciliation of an account that has none yet.</summary>
    public static ReconciliationJob Regular(Account account, OrderKind kind, DateTimeOffset now, ReconciliationSettings settings) =>
        new()
        {
            AccountId = account.Id,
            Kind = kind,
            CreatedAt = now,
            From = now - settings.FirstReach,
            SeenUpTo = now - settings.FirstReach,
            DueAt = now,
        };

    /// <summary>A back-fill.</summary>
    public static ReconciliationJob Backfill(string id, Account account, OrderKind kind, TimeRange range, DateTimeOffset now) =>
        new()
        {
            AccountId = account.Id,
            Kind = kind,
            BackfillId = id,
            CreatedAt = now,
            From = range.From,
            To = range.To,
            SeenUpTo = range.From,
            DueAt = now,
        };

    /// <summary>Whether it has come to the present, or to its end, so that its tally is whole.</summary>
    public bool RoundIsOver => Scan is null && Reached is null && (To is null || FinishedAt is not null);
}

/// <summary>What reading a list came to. Orders that were met twice count twice.</summary>
/// <param name="Pages">Pages read.</param>
/// <param name="Seen">Orders on them that could be read.</param>
/// <param name="Created">Deposits that were new to us.</param>
/// <param name="Changed">Orders of ours that it told something new.</param>
/// <param name="Unknown">Orders that are none of ours: withdrawals made past the hub.</param>
/// <param name="Unsettled">Orders left pending, for the list said too little to make
/// them final and the provider's query did not say it either.</param>
/// <param name="Unread">Lines that could not be read, so that nothing is known of their orders.</param>
public sealed record ReconciliationCounts(
    int Pages = 0,
    int Seen = 0,
    int Created = 0,
    int Changed = 0,
    int Unknown = 0,
    int Unsettled = 0,
    int Unread = 0
)
{
    /// <summary>Both together.</summary>
    public static ReconciliationCounts operator +(ReconciliationCounts one, ReconciliationCounts other) => Add(one, other);

    /// <summary>Both together.</summary>
    public static ReconciliationCounts Add(ReconciliationCounts one, ReconciliationCounts other) =>
        new(
            one.Pages + other.Pages,
            one.Seen + other.Seen,
            one.Created + other.Created,
            one.Changed + other.Changed,
            one.Unknown + other.Unknown,
            one.Unsettled + other.Unsettled,
            one.Unread + other.Unread
        );
}
