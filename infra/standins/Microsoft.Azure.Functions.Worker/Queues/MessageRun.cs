using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker.Standin.Functions;
using Microsoft.Azure.Functions.Worker.Standin.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Standin.Queues;

/// <summary>Takes a received message through its function and then deletes, releases or buries it.</summary>
internal sealed partial class MessageRun(FunctionInvoker invoker, QueueEnds ends, QueueSettings settings, Shutdown shutdown, ILogger logger)
{
    public async Task ProcessAsync(QueueMessage message)
    {
        if (shutdown.Killed.IsCancellationRequested)
            return;
        try
        {
            if (Decode(message) is not { } decoded)
            {
                Log.NotDecoded(logger, message.MessageId, ends.Queue.Name);
                await BuryAsync(message, message.PopReceipt);
            }
            else if (ends.Poison is not null && message.DequeueCount > settings.MaxDequeueCount)
            {
                await BuryAsync(message, message.PopReceipt);
            }
            else
            {
                await RunAsync(decoded, message);
            }
        }
        // The message comes back by itself when it is no longer hidden.
        catch (Exception failure)
        {
            if (!shutdown.Killed.IsCancellationRequested)
                Log.NotCompleted(logger, failure, message.MessageId, ends.Queue.Name);
        }
    }

    private async Task RunAsync(QueueMessage decoded, QueueMessage message)
    {
        bool succeeded;
        var lease = new MessageLease(ends.Queue, message, settings.MessageVisibility, logger, shutdown.Killed);
        await using (lease)
            succeeded = await invoker.RunAsync(new QueueDelivery(decoded), CancellationToken.None);

        if (shutdown.Killed.IsCancellationRequested)
            return;
        if (succeeded)
            await ends.Queue.DeleteMessageAsync(message.MessageId, lease.Receipt, shutdown.Killed);
        else if (ends.Poison is not null)
            await (message.DequeueCount >= settings.MaxDequeueCount ? BuryAsync(message, lease.Receipt) : ReleaseAsync(message, lease.Receipt));
        // A poison queue's message stays hidden until its time is over: released, it would come back at once, for ever.
    }

    private async Task ReleaseAsync(QueueMessage message, string receipt)
    {
        try
        {
            await ends.Queue.UpdateMessageAsync(
                message.MessageId, receipt, visibilityTimeout: settings.VisibilityTimeout, cancellationToken: shutdown.Killed);
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == QueueErrorCode.PopReceiptMismatch || failure.Status == 404)
        {
            Log.Taken(logger, message.MessageId, ends.Queue.Name);
        }
    }

    // Two calls, as in the real host: a crash between them leaves the message in both queues.
    private async Task BuryAsync(QueueMessage message, string receipt)
    {
        if (ends.Poison is null)
            return;
        Log.Buried(logger, message.MessageId, ends.Poison.Name, message.DequeueCount);
        try
        {
            await ends.Poison.SendMessageAsync(message.MessageText, shutdown.Killed);
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await ends.Poison.CreateIfNotExistsAsync(cancellationToken: shutdown.Killed);
            await ends.Poison.SendMessageAsync(message.MessageText, shutdown.Killed);
        }

        await ends.Queue.DeleteMessageAsync(message.MessageId, receipt, shutdown.Killed);
    }

    private QueueMessage? Decode(QueueMessage message)
    {
        if (settings.Encoding == QueueMessageEncoding.None)
            return message;
        try
        {
            return QueuesModelFactory.QueueMessage(
                message.MessageId,
                message.PopReceipt,
                BinaryData.FromBytes(Convert.FromBase64String(message.MessageText)),
                message.DequeueCount,
                message.NextVisibleOn,
                message.InsertedOn,
                message.ExpiresOn);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Message decoding has failed! Check MessageEncoding settings. MessageId={MessageId}, queue '{Queue}'")]
        public static partial void NotDecoded(ILogger logger, string messageId, string queue);

        [LoggerMessage(Level = LogLevel.Error, Message = "Message {MessageId} moves to '{Poison}' after {DequeueCount} tries")]
        public static partial void Buried(ILogger logger, string messageId, string poison, long dequeueCount);

        [LoggerMessage(Level = LogLevel.Information, Message = "Message {MessageId} of '{Queue}' was taken by another instance")]
        public static partial void Taken(ILogger logger, string messageId, string queue);

        [LoggerMessage(Level = LogLevel.Error, Message = "Message {MessageId} of '{Queue}' could not be completed")]
        public static partial void NotCompleted(ILogger logger, Exception failure, string messageId, string queue);
    }
}
