using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace PaymentHub.Tests.Support.App;

/// <summary>
/// Takes the messages of one queue to its function: many at a time, hidden for ten minutes while it runs, deleted when it ended
/// well, at once again when it threw, and after the last try into the poison queue. A pump that was killed touches nothing any more.
/// </summary>
internal sealed partial class QueuePump
{
    /// <summary>How long the platform hides a message that was handed out; nobody gives it back when an instance dies.</summary>
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(10);

    private readonly Func<string, CancellationToken, Task> _run;
    private readonly QueueClient _queue;
    private readonly QueueClient? _poison;
    private readonly IConfigurationSection _settings;
    private readonly PumpEnd _end;
    private readonly ILogger _logger;
    private readonly TimeSpan _pause;

    /// <param name="settings">host.json's <c>extensions:queues</c>.</param>
    public QueuePump(
        string queue,
        Func<string, CancellationToken, Task> run,
        string storage,
        HttpPipelinePolicy probe,
        IConfigurationSection settings,
        PumpEnd end,
        ILogger logger
    )
    {
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        options.AddPolicy(probe, HttpPipelinePosition.PerCall);
        _run = run;
        _queue = new QueueClient(storage, queue, options);
        _poison = queue.EndsWith("-poison", StringComparison.Ordinal) ? null : new QueueClient(storage, queue + "-poison", options);
        _settings = settings;
        _end = end;
        _logger = logger;
        _pause = settings.GetValue<TimeSpan>("maxPollingInterval");
    }

    public async Task PumpAsync()
    {
        var room = _settings.GetValue<int>("batchSize") + _settings.GetValue<int>("newBatchThreshold");
        var running = new HashSet<Task>();
        while (!_end.Stopping.IsCancellationRequested)
        {
            running.RemoveWhere(task => task.IsCompleted);
            var messages = running.Count < room ? await ReceiveAsync(Math.Min(_settings.GetValue<int>("batchSize"), room - running.Count)) : [];
            foreach (var message in messages)
                running.Add(Task.Run(() => HandleAsync(message), CancellationToken.None));
            if (messages.Length == 0)
                await Task.Delay(_pause, _end.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(running);
    }

    // Not ended by a peaceful stop: messages already handed out would stay hidden for ten minutes.
    private async Task<QueueMessage[]> ReceiveAsync(int count)
    {
        try
        {
            return (await _queue.ReceiveMessagesAsync(count, Hidden, _end.Killed)).Value;
        }
        catch (Exception) when (_end.Killed.IsCancellationRequested)
        {
            return [];
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return [];
        }
        catch (Exception e) when (e is RequestFailedException or IOException or HttpRequestException or AggregateException)
        {
            Log.NotPolled(_logger, e, _queue.Name);
            return [];
        }
    }

    private async Task HandleAsync(QueueMessage message)
    {
        try
        {
            if (await RunAsync(message))
            {
                await _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, _end.Killed);
            }
            else if (_poison is not null && message.DequeueCount < _settings.GetValue<int>("maxDequeueCount"))
            {
                await _queue.UpdateMessageAsync(
                    message.MessageId,
                    message.PopReceipt,
                    visibilityTimeout: TimeSpan.Zero,
                    cancellationToken: _end.Killed
                );
            }
            else if (_poison is not null)
            {
                await BuryAsync(message);
            }
        }
        catch (Exception e)
        {
            if (!_end.Killed.IsCancellationRequested)
                Log.NotCompleted(_logger, e, message.MessageId, _queue.Name);
        }
    }

    private async Task<bool> RunAsync(QueueMessage message)
    {
        try
        {
            await _run(message.Body.ToString(), _end.Cancelling);
            return !_end.Killed.IsCancellationRequested;
        }
        catch (Exception e)
        {
            if (!_end.Killed.IsCancellationRequested)
                Log.Failed(_logger, e, message.MessageId, _queue.Name);
            _end.Killed.ThrowIfCancellationRequested();
            return false;
        }
    }

    // Two calls, as in the real host: a crash between them leaves the message in both queues.
    private async Task BuryAsync(QueueMessage message)
    {
        await _poison!.CreateIfNotExistsAsync(cancellationToken: _end.Killed);
        await _poison.SendMessageAsync(message.Body, cancellationToken: _end.Killed);
        await _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, _end.Killed);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Queue {Queue} could not be polled")]
        public static partial void NotPolled(ILogger logger, Exception failure, string queue);

        [LoggerMessage(Level = LogLevel.Error, Message = "Message {Message} of {Queue} failed")]
        public static partial void Failed(ILogger logger, Exception failure, string message, string queue);

        [LoggerMessage(Level = LogLevel.Error, Message = "Message {Message} of {Queue} could not be completed")]
        public static partial void NotCompleted(ILogger logger, Exception failure, string message, string queue);
    }
}
