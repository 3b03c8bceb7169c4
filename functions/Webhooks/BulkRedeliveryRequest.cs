namespace PaymentHub.Webhooks;

/// <summary>The body of POST /ops/webhooks/redeliver.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="From">The earliest time that its orders were created: a day, or a time with its zone.</param>
/// <param name="To">The time before which they were, written so, too.</param>
/// <param name="Cursor">The next_cursor of the answer before; left out at first.</param>
public sealed record BulkRedeliveryRequest(string? Account, string? From, string? To, string? Cursor);
