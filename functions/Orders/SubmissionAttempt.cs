namespace PaymentHub.Orders;

/// <summary>The latest attempt to send a withdrawal, written before anything leaves.</summary>
public sealed record SubmissionAttempt
{
    /// <summary>Random; only whoever wrote it may send, once.</summary>
    public required string AttemptId { get; init; }

    /// <summary>Its number among the order's sends, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>When the intent was written.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Until when it may be sent and answered; then the sender aborts.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>When the sender knew the result; null while it sends, and forever if it died.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How often the provider has said since that it has no such order.</summary>
    public int Absences { get; init; }

    /// <summary>Since when queries have brought nothing; null while the provider answers.</summary>
    public DateTimeOffset? SilentSince { get; init; }

    /// <summary>Why the outcome is unknown, for the operator.</summary>
    public string? Unknown { get; init; }

    /// <summary>The last moment at which it can have left us.</summary>
    public DateTimeOffset LastPossible => EndedAt ?? Until;
}
