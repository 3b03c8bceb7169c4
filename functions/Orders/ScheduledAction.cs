namespace PaymentHub.Orders;

/// <summary>The next action for an order, and its time. It has an outbox entry as long as it exists.</summary>
/// <param name="What">What is to be done.</param>
/// <param name="DueAt">When.</param>
/// <param name="Tries">How often it was put off already.</param>
/// <param name="IsDeadLetter">Whether it became a dead letter because it kept failing; an operator can revive it.</param>
public sealed record ScheduledAction(ActionKind What, DateTimeOffset DueAt, int Tries = 0, bool IsDeadLetter = false)
{
    /// <summary>The same, put off.</summary>
    public ScheduledAction Later(DateTimeOffset dueAt) => this with { DueAt = dueAt, Tries = Tries + 1 };
}

/// <summary>Wakes orders' actions. A call may be lost; the outbox entry is stored beside the order.</summary>
public interface IActionQueue
{
    /// <summary>Wakes an order's work when it is due.</summary>
    Task WakeAsync(WakeUp wakeUp, DateTimeOffset dueAt, CancellationToken cancellationToken);
}

/// <summary>A wake-up call for an order's work.</summary>
/// <param name="DueAt">The time the work was due when the call was made; null calls for whatever is due.</param>
public sealed record WakeUp(string OrderId, ActionKind What, DateTimeOffset? DueAt)
{
    /// <summary>The context of the trace that it continues; null: the current one.</summary>
    public string? Trace { get; init; }

    /// <summary>
    /// Whether the action that this call was for has been done or rescheduled meanwhile: then it has its own call, or the outbox relay.
    /// </summary>
    public bool IsOutdated(ScheduledAction? action) =>
        action is null || action.IsDeadLetter || action.What != What || (DueAt is { } dueAt && dueAt != action.DueAt);
}

/// <summary>The kinds of action, besides notifying the merchant; snake_case words in row keys.</summary>
public enum ActionKind
{
    /// <summary>Send the withdrawal to its provider. Only whoever turns this into <see cref="Poll"/> in one write may send.</summary>
    Submit,

    /// <summary>Ask the provider how the order stands. Never sends anything.</summary>
    Poll,

    /// <summary>Release what the withdrawal reserved of the day's limit or, if an operator has completed it, count it there.</summary>
    Release,

    /// <summary>
    /// Its time is over. A deposit's time to pay: ask one last time whether the payment has come, and note that it is over if not. A
    /// withdrawal's time to be approved: reject it.
    /// </summary>
    Expire,
}
