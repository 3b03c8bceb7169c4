namespace PaymentHub.Storage;

/// <summary>When outbox entries are woken, and how many at once.</summary>
public sealed record OutboxTiming
{
    /// <summary>How long an outbox entry may be late before the outbox relay wakes it: its message was probably lost.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>How long the outbox relay waits before it wakes the same outbox entry again; doubles each time.</summary>
    public required TimeSpan Repeat { get; init; }

    /// <summary>How many outbox entries one run of the outbox relay wakes at most.</summary>
    public required int MaxWakes { get; init; }

    /// <summary>With more messages than this in a queue, the outbox relay wakes nothing for it.</summary>
    public required int QueueLimit { get; init; }
}
