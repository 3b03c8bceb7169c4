namespace PaymentHub.Orders;

/// <summary>The latest attempt to send a withdrawal, written before anything leaves.</summary>
public sealed record SubmissionAttempt
{
    /// <summary>Random; whoever wrote it may send, once.</summary>
    public required string AttemptId { get; init; }

    /// <summary>Its number among the order's sends, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>When the intent was written.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Until when it may leave and be answered; the sender breaks off then.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>When the sender knew what it knows; null while it sends, and for ever when it died.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How often the provider has said since that it has no such order.</summary>
    public int Absences { get; init; }

    /// <summary>Since when asking about it has come to nothing; null while the provider says how it stands.</summary>
    public DateTimeOffset? SilentSince { get; init; }

    /// <summary>Why the outcome is unknown, for the operator.</summary>
    public string? Unknown { get; init; }

    /// <summary>The last moment at which it can have left us.</summary>
    public DateTimeOffset LastPossible => EndedAt ?? Until;
}
