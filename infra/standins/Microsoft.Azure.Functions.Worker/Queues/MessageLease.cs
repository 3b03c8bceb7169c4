using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Standin.Queues;

/// <summary>Keeps a message hidden while its function runs, by hiding it anew at half time.</summary>
internal sealed partial class MessageLease : IAsyncDisposable
{
    private readonly QueueClient _queue;
    private readonly QueueMessage _message;
    private readonly TimeSpan _visibility;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewing;

    public MessageLease(QueueClient queue, QueueMessage message, TimeSpan visibility, ILogger logger, CancellationToken killed)
    {
        _queue = queue;
        _message = message;
        _visibility = visibility;
        _logger = logger;
        Receipt = message.PopReceipt;
        _renewing = RenewAsync(killed);
    }

    /// <summary>What the message can be deleted with, once the lease has ended.</summary>
    public string Receipt { get; private set; }

    /// <summary>Stops renewing.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _renewing;
        _ended.Dispose();
    }

    // A renewal under way is not cut off by the end of the run: its answer holds the only receipt that is still good.
    private async Task RenewAsync(CancellationToken killed)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, killed);
        while (true)
        {
            await Task.Delay(_visibility / 2, until.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (until.IsCancellationRequested)
                return;
            try
            {
                var update = await _queue.UpdateMessageAsync(
                    _message.MessageId, Receipt, visibilityTimeout: _visibility, cancellationToken: killed);
                Receipt = update.Value.PopReceipt;
            }
            // The message may come back while its function runs; nothing can be done about it but to try again.
            catch (Exception failure)
            {
                if (killed.IsCancellationRequested)
                    return;
                Log.NotRenewed(_logger, failure, _message.MessageId, _queue.Name);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Message {MessageId} of '{Queue}' could not be kept hidden")]
        public static partial void NotRenewed(ILogger logger, Exception failure, string messageId, string queue);
    }
}
