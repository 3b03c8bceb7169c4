using PaymentHub.Merchants;
using PaymentHub.Storage;

namespace PaymentHub.Operations;

/// <summary>How long our queues are, and how long their messages wait.</summary>
public sealed class QueueDepths(StorageClients storage)
{
    /// <summary>All queues; there are few.</summary>
    public async Task<ListPage<QueueDepth>> ListAsync(CancellationToken cancellationToken) =>
        new(await Task.WhenAll(QueueNames.All.Select(name => ReadAsync(name, cancellationToken))), null);

    private async Task<QueueDepth> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var queue = storage.Queue(name);
        var properties = await queue.GetPropertiesAsync(cancellationToken);
        var first = await queue.PeekMessagesAsync(1, cancellationToken);
        return new QueueDepth(name, properties.Value.ApproximateMessagesCount, first.Value is [var oldest, ..] ? oldest.InsertedOn : null);
    }
}

/// <summary>How a queue is.</summary>
/// <param name="Messages">About how many messages it has, hidden ones included.</param>
/// <param name="OldestAt">When the first visible one was sent; null when none is visible.</param>
public sealed record QueueDepth(string Queue, int Messages, DateTimeOffset? OldestAt);
