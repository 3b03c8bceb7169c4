using Azure.Storage.Queues;

namespace Microsoft.Azure.Functions.Worker.Standin.Queues;

/// <summary>A function's queue, and where its failing messages go. A poison queue has none of its own.</summary>
internal sealed record QueueEnds(QueueClient Queue, QueueClient? Poison);
