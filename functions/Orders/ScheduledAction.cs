namespace PaymentHub.Orders;

/// <summary>The one thing that is to be done for an order, and when. An outbox entry stands for it as long as it does.</summary>
/// <param name="What">What is to be done.</param>
/// <param name="DueAt">When.</param>
/// <param name="Tries">How often it was put off already.</param>
/// <param name="IsDeadLetter">Whether it became a dead letter after failing beyond the queue's patience; an operator revives it.</param>
public sealed record ScheduledAction(ActionKind What, DateTimeOffset DueAt, int Tries = 0, bool IsDeadLetter = false)
{
    /// <summary>The same, put off.</summary>
    public ScheduledAction Later(DateTimeOffset dueAt) => this with { DueAt = dueAt, Tries = Tries + 1 };
}
