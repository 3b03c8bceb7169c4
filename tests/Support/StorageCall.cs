namespace PaymentHub.Tests.Support;

/// <summary>One call to storage, in words: "orders: transaction", "queue webhooks: send".</summary>
/// <param name="Number">Its number since the probe was made, from 1.</param>
/// <param name="Name">Which table or queue, and what was asked of it.</param>
internal sealed record StorageCall(int Number, string Name);
