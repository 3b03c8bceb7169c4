namespace PaymentHub.Webhooks;

/// <summary>How far a bulk redelivery has come.</summary>
/// <param name="Orders">How many orders were looked at in this step.</param>
/// <param name="Events">How many deliveries of events are made again because of it.</param>
/// <param name="NextCursor">Where the next step goes on; null when all is done.</param>
public sealed record BulkRedeliveryProgress(int Orders, int Events, string? NextCursor);
