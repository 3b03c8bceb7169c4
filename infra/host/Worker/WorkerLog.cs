using System.Collections.Concurrent;
using FunctionsHost.Worker.Rpc;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Worker;

/// <summary>
/// Writes down what the worker logs. An entry keeps its own category, which tells a developer more than the host's "Function.Name.User";
/// host.json may silence it under either.
/// </summary>
internal sealed partial class WorkerLog(ILoggerFactory logs)
{
    private readonly ConcurrentDictionary<string, string> _running = new(StringComparer.Ordinal);

    public void Begin(string invocationId, string functionName) => _running[invocationId] = functionName;

    public void End(string invocationId) => _running.TryRemove(invocationId, out _);

    public void Write(RpcLog entry)
    {
        if (entry.LogCategory == RpcLog.Types.RpcLogCategory.CustomMetric)
            return;
        // The worker's own: what it does step by step is for those who build workers.
        var level = (LogLevel)entry.Level;
        if (entry.LogCategory == RpcLog.Types.RpcLogCategory.System && level < LogLevel.Warning)
            return;
        if (_running.TryGetValue(entry.InvocationId, out var function) && !logs.CreateLogger($"Function.{function}.User").IsEnabled(level))
            return;
        var logger = logs.CreateLogger(entry.Category.Length > 0 ? entry.Category : "Worker");
        Log.Said(
            logger,
            level,
            entry.Exception is { Message.Length: > 0 } exception ? $"{entry.Message}{Environment.NewLine}{exception.Message}" : entry.Message
        );
    }

    private static partial class Log
    {
        [LoggerMessage(Message = "{Text}")]
        public static partial void Said(ILogger logger, LogLevel level, string text);
    }
}
