using PaymentHub.Merchants;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>A report that an operator asked for: it may take longer than anybody waits for an answer. Pure; every change is a new value.</summary>
public sealed record ReportJob
{
    // It begins anew each time, so what breaks it off or keeps it from its provider is given a few chances only.
    private const int MaxTries = 3;

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    public required string Id { get; init; }

    public required string AccountId { get; init; }

    public required TimeRange Range { get; init; }

    /// <summary>The name of the operator who asked for it; null of one from before operators had names.</summary>
    public string? RequestedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a run may take it on; while one has it, when its lease ends. Null when it has ended.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The run that has it; still there when the lease is over, if that run died.</summary>
    public string? Owner { get; init; }

    /// <summary>How often it was begun.</summary>
    public int Tries { get; init; }

    /// <summary>Why it came to nothing the last time.</summary>
    public string? Failure { get; init; }

    /// <summary>When it ended, if it did.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Its state in a word: waiting, running, completed or failed.</summary>
    public string Status =>
        this switch
        {
            { FinishedAt: not null, Failure: null } => "completed",
            { FinishedAt: not null } => "failed",
            { Owner: not null } => "running",
            _ => "waiting",
        };

    /// <summary>A run takes it on.</summary>
    public ReportJob Claim(string owner, DateTimeOffset now, TimeSpan lease) => this with { Owner = owner, Tries = Tries + 1, DueAt = now + lease };

    /// <summary>Whether it was begun so often that another time is no use: whoever had it last never said what became of it.</summary>
    public bool IsExhausted => Tries >= MaxTries;

    /// <summary>The run that has it is still at it.</summary>
    public ReportJob Hold(DateTimeOffset now, TimeSpan lease) => this with { DueAt = now + lease };

    /// <summary>It is done.</summary>
    public ReportJob Complete(DateTimeOffset now) => this with { Owner = null, DueAt = null, Failure = null, FinishedAt = now };

    /// <summary>It came to nothing; unless that is final, it is begun again in a while.</summary>
    public ReportJob Fail(string reason, bool final, DateTimeOffset now, ReconciliationSettings settings)
    {
        var failed = this with { Owner = null, Failure = reason.Length <= 500 ? reason : reason[..500] + "…" };
        return final || IsExhausted
            ? failed with
            {
                DueAt = null,
                FinishedAt = now,
            }
            : failed with
            {
                DueAt = now + Backoff.Wait(settings.Every, LongestWait, Math.Max(0, Tries - 1)),
            };
    }
}

/// <summary>A report as it was read.</summary>
/// <param name="Job">The report.</param>
/// <param name="Report">What it found, as it is on the wire; null while it has not ended, or when it failed.</param>
/// <param name="Revision">Names this state of it.</param>
public sealed record StoredReportJob(ReportJob Job, string? Report, string Revision);
