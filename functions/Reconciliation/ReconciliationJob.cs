using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// The reading of one list of an account, deposits or withdrawals: the regular one, which goes on for ever from where it has come,
/// or one that an operator asked for, from a time to a time. Pure; every change is a new value.
/// </summary>
public sealed record ReconciliationJob
{
    // Back-off makes this several hours; a person waits for it, so it ends some day.
    private const int MaxFailures = 10;

    // An outage ends and its window goes on from its page. A page that fails again and again may be one that the provider will not show
    // at all, and no waiting helps.
    private const int MaxTries = 3;

    // Of a day, a minute and a half is left.
    private const int MaxHalvings = 10;

    // What a provider does not show today it may show tomorrow.
    private static readonly TimeSpan LengthIsBelieved = TimeSpan.FromDays(1);

    // Enough to see what is wrong with them; the count tells how many there are.
    private const int MaxSentences = 5;
    private const int MaxLetters = 200;
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

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

    /// <summary>A run takes it on, in the window where it was left or in the next one.</summary>
    public ReconciliationJob Claim(string owner, DateTimeOffset now, ReconciliationSettings settings)
    {
        var claimed = this with { Owner = owner, DueAt = now + settings.Lease };
        if (Scan is not null)
            return claimed;
        if (To is null && Reached is null)
        {
            var isLong = LongRoundAt is not { } last || now - last >= settings.OverlapEvery;
            claimed = claimed with { Reached = NextRound(isLong, settings), RoundAt = now, LongRoundAt = isLong ? now : LongRoundAt, Counts = new() };
        }

        return claimed with
        {
            Scan = claimed.NextScan(owner, now, settings),
        };
    }

    /// <summary>A page was read and everything on it that can be read applied.</summary>
    public ReconciliationJob Read(NoticePage page, ReconciliationCounts counts, DateTimeOffset now, ReconciliationSettings settings)
    {
        var read = KeepUnread(page.Unread, now) with { Counts = Counts + counts, DueAt = now + settings.Lease };
        if (Restarts == 0)
            read = read with { Failures = 0, LastFailure = null };
        return (Scan! with { Tries = 0 }).After(page.Keys, page.HasMore) is { } next ? read with { Scan = next } : read.Finish(now, settings);
    }

    /// <summary>The run has done its share; the next one goes on.</summary>
    public ReconciliationJob Release(DateTimeOffset now) => this with { Owner = null, DueAt = now };

    /// <summary>Its provider's host is away and nobody asks it before that time.</summary>
    public ReconciliationJob Defer(DateTimeOffset until) => this with { DueAt = until };

    /// <summary>Nobody can read it now: it is looked at again in a while, and stays as it is.</summary>
    public ReconciliationJob Rest(DateTimeOffset now) => this with { DueAt = now + LongestWait };

    /// <summary>
    /// The list could not be read: it is left alone for a while, and longer each time. A window that keeps failing is started over with
    /// half its length, whatever part of it lies in the overlap: a page that the provider refuses, as the one after an exact last page or
    /// one that is too far down, lies elsewhere in a shorter range, or is not needed. That a refusal is the list's end is never taken for
    /// granted, for what was not read would be lost: what has been seen moves on over windows that were read to their end, and over
    /// nothing else. What was found on the way stays found.
    /// </summary>
    /// <param name="refused">Whether the provider is there and says no, so that asking for the same again is no use.</param>
    public ReconciliationJob Fail(string reason, bool refused, DateTimeOffset now, ReconciliationSettings settings)
    {
        var failed = this with { Owner = null, Failures = Failures + 1, LastFailure = Short(reason), Scan = Scan! with { Tries = Scan.Tries + 1 } };
        if (To is not null && failed.Failures >= MaxFailures)
            return failed with { DueAt = null, FinishedAt = now };
        var over = refused || failed.Scan!.Tries >= MaxTries;
        return (over ? failed.StartOver(now, settings) : failed).WaitAfter(Failures, now, settings);
    }

    private ReconciliationJob StartOver(DateTimeOffset now, ReconciliationSettings settings)
    {
        var (half, shortest) = ((Scan!.To - Scan.From) / 2, settings.Window / (1 << MaxHalvings));
        var length = half > shortest ? half : shortest;
        var shorter = this with { Scan = null, Restarts = Restarts + 1, Length = length };
        // Whoever cannot even be had a first page of is away, and says nothing about how long a piece may be.
        return Scan.Page > 1 ? shorter with { Longest = length, LongestUntil = now + LengthIsBelieved } : shorter;
    }

    private ReconciliationJob WaitAfter(int before, DateTimeOffset now, ReconciliationSettings settings) =>
        this with
        {
            DueAt = now + Backoff.Wait(settings.Every, LongestWait, before),
        };

    private ReconciliationJob KeepUnread(IReadOnlyList<string> unread, DateTimeOffset now)
    {
        if (unread.Count == 0)
            return this;
        // The first ones of a window take the place of an earlier window's.
        var before = Counts.Unread > 0 ? Unread : [];
        var sentences = before.Concat(unread.Select(Short)).Distinct().Take(MaxSentences);
        return this with { Unread = [.. sentences], LastUnreadAt = now };
    }

    private static string Short(string sentence) => sentence.Length <= MaxLetters ? sentence : sentence[..MaxLetters] + "…";

    private DateTimeOffset NextRound(bool isLong, ReconciliationSettings settings)
    {
        var overlap = isLong || settings.ShortOverlap > settings.Overlap ? settings.Overlap : settings.ShortOverlap;
        var before = isLong ? LongRoundAt ?? RoundAt : RoundAt;
        var reach = (before < SeenUpTo ? before.Value : SeenUpTo) - overlap;
        return reach > From ? reach : From;
    }

    // A back-fill reads each moment once. Pieces share their borders, for both ends of a window are part of it.
    private ListScan NextScan(string runId, DateTimeOffset now, ReconciliationSettings settings)
    {
        var from = Reached ?? SeenUpTo;
        var end = from + (Length ?? settings.Window);
        var latest = To ?? now;
        return new ListScan(runId, from, end < latest ? end : latest);
    }

    private ReconciliationJob Finish(DateTimeOffset now, ReconciliationSettings settings)
    {
        var read = Scan!.To;
        var finished = Lengthen(now, settings) with
        {
            Scan = null,
            Owner = null,
            Reached = null,
            SeenUpTo = read > SeenUpTo ? read : SeenUpTo,
            LastSuccessAt = now,
            Restarts = 0,
            Failures = 0,
            LastFailure = null,
        };
        if (To is { } to)
            return read >= to ? finished with { DueAt = null, FinishedAt = now } : finished with { DueAt = now };
        // Behind, in the overlap or after an outage: the next piece at once.
        return read + settings.Every < now ? finished with { Reached = read, DueAt = now } : finished with { DueAt = now + settings.Every };
    }

    private ReconciliationJob Lengthen(DateTimeOffset now, ReconciliationSettings settings)
    {
        if (Length is not { } length)
            return this;
        var longest = LongestUntil > now && Longest < settings.Window ? Longest.Value : settings.Window;
        return length * 2 < longest ? this with { Length = length * 2 } : this with { Length = longest < settings.Window ? longest : null };
    }
}
