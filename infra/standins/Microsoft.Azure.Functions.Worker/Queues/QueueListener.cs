using Azure;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker.Standin.Functions;
using Microsoft.Azure.Functions.Worker.Standin.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Standin.Queues;

/// <summary>Polls one queue for one function. A queue that is not there yet is asked again until it is.</summary>
internal sealed partial class QueueListener : IListener
{
    private readonly QueueEnds _ends;
    private readonly QueueSettings _settings;
    private readonly Shutdown _shutdown;
    private readonly ILogger _logger;
    private readonly MessageRun _run;
    private readonly HashSet<Task> _running = [];
    private readonly Task _stopping;

    public QueueListener(FunctionInvoker invoker, QueueEnds ends, QueueSettings settings, Shutdown shutdown, ILoggerFactory loggers)
    {
        _ends = ends;
        _settings = settings;
        _shutdown = shutdown;
        _logger = loggers.CreateLogger($"Function.{invoker.Function.Name}.Queue");
        _stopping = Task.Delay(Timeout.Infinite, shutdown.Stopping);
        _run = new MessageRun(invoker, ends, settings, shutdown, _logger);
    }

    public async Task ListenAsync()
    {
        var delay = new PollingDelay(_settings.MaxPollingInterval);
        while (!_shutdown.Stopping.IsCancellationRequested)
        {
            var messages = await ReceiveAsync();
            if (messages.Length == 0)
            {
                await Task.Delay(delay.Next(), _shutdown.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            delay.Reset();
            foreach (var message in messages)
                _running.Add(Task.Run(() => _run.ProcessAsync(message), CancellationToken.None));
            await RoomForNewBatchAsync();
        }

        await Task.WhenAll(_running);
    }

    // Not ended by a graceful stop: messages already handed out would stay hidden for ten minutes.
    private async Task<QueueMessage[]> ReceiveAsync()
    {
        try
        {
            return (await _ends.Queue.ReceiveMessagesAsync(_settings.BatchSize, _settings.MessageVisibility, _shutdown.Killed)).Value;
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return [];
        }
        // Whatever it is (no network, a fault of the service), the next poll may find it gone.
        catch (Exception failure)
        {
            if (!_shutdown.Killed.IsCancellationRequested)
                Log.ReceiveFailed(_logger, failure, _ends.Queue.Name);
            return [];
        }
    }

    private async Task RoomForNewBatchAsync()
    {
        _running.RemoveWhere(task => task.IsCompleted);
        while (_running.Count > _settings.NewBatchThreshold && !_shutdown.Stopping.IsCancellationRequested)
        {
            await Task.WhenAny([.. _running, _stopping]);
            _running.RemoveWhere(task => task.IsCompleted);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Queue '{Queue}' could not be polled")]
        public static partial void ReceiveFailed(ILogger logger, Exception failure, string queue);
    }
}
