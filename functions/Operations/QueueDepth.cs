namespace PaymentHub.Operations;

/// <summary>How a queue is.</summary>
/// <param name="Messages">About how many messages it has, hidden ones included.</param>
/// <param name="OldestAt">When the first visible one was sent; null when none is visible.</param>
public sealed record QueueDepth(string Queue, int Messages, DateTimeOffset? OldestAt);
