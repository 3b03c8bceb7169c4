using PaymentHub.Merchants;
using PaymentHub.Providers;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// The steps of reading a list: start, next page, end, failure and restart. Pure; every change is a new value.
/// </summary>
public static class ReconciliationSteps
{
    // Back-off makes this several hours; a person waits for it, so it ends some day.
    private const int MaxFailures = 10;

    // An outage ends and its window goes on from its page. A page that fails again and again may be one that the provider will not show
    // at all, and no waiting helps.
    private const int MaxTries = 3;

    // Of a day, a minute and a half is left.
    private const int MaxHalvings = 10;

    // Enough to see what is wrong with them; the count tells how many there are.
    private const int MaxSentences = 5;
    private const int MaxLetters = 200;

    // What a provider does not show today it may show tomorrow.
    private static readonly TimeSpan LengthIsBelieved = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>A run takes it on, in the window where it was left or in the next one.</summary>
    public static ReconciliationJob Claim(this ReconciliationJob job, string owner, DateTimeOffset now, ReconciliationSettings settings)
    {
        var claimed = job with { Owner = owner, DueAt = now + settings.Lease };
        if (job.Scan is not null)
            return claimed;
        if (job.To is null && job.Reached is null)
        {
            var isLong = job.LongRoundAt is not { } last || now - last >= settings.OverlapEvery;
            claimed = claimed with
            {
                Reached = NextRound(job, isLong, settings),
                RoundAt = now,
                LongRoundAt = isLong ? now : job.LongRoundAt,
                Counts = new(),
            };
        }

        return claimed with
        {
            Scan = NextScan(claimed, owner, now, settings),
        };
    }

    /// <summary>A page was read and everything on it that can be read applied.</summary>
    public static ReconciliationJob Read(
        this ReconciliationJob job,
        NoticePage page,
        ReconciliationCounts counts,
        DateTimeOffset now,
        ReconciliationSettings settings
    )
    {
        var read = KeepUnread(job, page.Unread, now) with { Counts = job.Counts + counts, DueAt = now + settings.Lease };
        if (job.Restarts == 0)
            read = read with { Failures = 0, LastFailure = null };
        return (job.Scan! with { Tries = 0 }).After(page.Keys, page.HasMore) is { } next ? read with { Scan = next } : Finish(read, now, settings);
    }

    /// <summary>The run has done its share; the next one goes on.</summary>
    public static ReconciliationJob Release(this ReconciliationJob job, DateTimeOffset now) => job with { Owner = null, DueAt = now };

    /// <summary>Its provider's host is away and nobody asks it before that time.</summary>
    public static ReconciliationJob Defer(this ReconciliationJob job, DateTimeOffset until) => job with { DueAt = until };

    /// <summary>Nobody can read it now: it is looked at again in a while, and stays as it is.</summary>
    public static ReconciliationJob Rest(this ReconciliationJob job, DateTimeOffset now) => job with { DueAt = now + LongestWait };

    /// <summary>
    /// The list could not be read: it is left alone for a while, and longer each time. A window that keeps failing is started over with
    /// half its length, whatever part of it lies in the overlap: a page that the provider refuses, as the one after an exact last page or
    /// one that is too far down, lies elsewhere in a shorter range, or is not needed. That a refusal is the list's end is never taken for
    /// granted, for what was not read would be lost: what has been seen moves on over windows that were read to their end, and over
    /// nothing else. What was found on the way stays found.
    /// </summary>
    /// <param name="refused">Whether the provider is there and says no, so that asking for the same again is no use.</param>
    public static ReconciliationJob Fail(this ReconciliationJob job, string reason, bool refused, DateTimeOffset now, ReconciliationSettings settings)
    {
        var failed = job with
        {
            Owner = null,
            Failures = job.Failures + 1,
            LastFailure = Short(reason),
            Scan = job.Scan! with { Tries = job.Scan.Tries + 1 },
        };
        if (job.To is not null && failed.Failures >= MaxFailures)
            return failed with { DueAt = null, FinishedAt = now };
        if (refused || failed.Scan!.Tries >= MaxTries)
            failed = StartOver(failed, failed.Scan!, now, settings);
        return failed with { DueAt = now + Backoff.Wait(settings.Every, LongestWait, job.Failures) };
    }

    private static ReconciliationJob StartOver(ReconciliationJob job, ListScan scan, DateTimeOffset now, ReconciliationSettings settings)
    {
        var (half, shortest) = ((scan.To - scan.From) / 2, settings.Window / (1 << MaxHalvings));
        var length = half > shortest ? half : shortest;
        var shorter = job with { Scan = null, Restarts = job.Restarts + 1, Length = length };
        // Whoever cannot even be had a first page of is away, and says nothing about how long a piece may be.
        return scan.Page > 1 ? shorter with { Longest = length, LongestUntil = now + LengthIsBelieved } : shorter;
    }

    private static ReconciliationJob KeepUnread(ReconciliationJob job, IReadOnlyList<string> unread, DateTimeOffset now)
    {
        if (unread.Count == 0)
            return job;
        // The first ones of a window take the place of an earlier window's.
        var before = job.Counts.Unread > 0 ? job.Unread : [];
        var sentences = before.Concat(unread.Select(Short)).Distinct().Take(MaxSentences);
        return job with { Unread = [.. sentences], LastUnreadAt = now };
    }

    private static string Short(string sentence) => sentence.Length <= MaxLetters ? sentence : sentence[..MaxLetters] + "…";

    private static DateTimeOffset NextRound(ReconciliationJob job, bool isLong, ReconciliationSettings settings)
    {
        var overlap = isLong || settings.ShortOverlap > settings.Overlap ? settings.Overlap : settings.ShortOverlap;
        var before = isLong ? job.LongRoundAt ?? job.RoundAt : job.RoundAt;
        var reach = (before < job.SeenUpTo ? before.Value : job.SeenUpTo) - overlap;
        return reach > job.From ? reach : job.From;
    }

    // A back-fill reads each moment once. Pieces share their borders, for both ends of a window are part of it.
    private static ListScan NextScan(ReconciliationJob job, string runId, DateTimeOffset now, ReconciliationSettings settings)
    {
        var from = job.Reached ?? job.SeenUpTo;
        var end = from + (job.Length ?? settings.Window);
        var latest = job.To ?? now;
        return new ListScan(runId, from, end < latest ? end : latest);
    }

    private static ReconciliationJob Finish(ReconciliationJob job, DateTimeOffset now, ReconciliationSettings settings)
    {
        var read = job.Scan!.To;
        var finished = Lengthen(job, now, settings) with
        {
            Scan = null,
            Owner = null,
            Reached = null,
            SeenUpTo = read > job.SeenUpTo ? read : job.SeenUpTo,
            LastSuccessAt = now,
            Restarts = 0,
            Failures = 0,
            LastFailure = null,
        };
        if (job.To is { } to)
            return read >= to ? finished with { DueAt = null, FinishedAt = now } : finished with { DueAt = now };
        // Behind, in the overlap or after an outage: the next piece at once.
        return read + settings.Every < now ? finished with { Reached = read, DueAt = now } : finished with { DueAt = now + settings.Every };
    }

    private static ReconciliationJob Lengthen(ReconciliationJob job, DateTimeOffset now, ReconciliationSettings settings)
    {
        if (job.Length is not { } length)
            return job;
        var longest = job.LongestUntil > now && job.Longest < settings.Window ? job.Longest.Value : settings.Window;
        return length * 2 < longest ? job with { Length = length * 2 } : job with { Length = longest < settings.Window ? longest : null };
    }
}
