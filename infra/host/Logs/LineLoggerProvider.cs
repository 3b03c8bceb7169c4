using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Logs;

/// <summary>Writes log entries as lines: time, level, category, message.</summary>
internal sealed class LineLoggerProvider(Action<string> write, TimeProvider time) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new LineLogger(categoryName, write, time);

    public void Dispose()
    {
        // Whoever gave the sink closes it.
    }

    private sealed class LineLogger(string category, Action<string> write, TimeProvider time) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = new StringBuilder()
                .Append(time.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture))
                .Append(' ')
                .Append(Word(logLevel))
                .Append(' ')
                .Append(category)
                .Append(": ")
                .Append(formatter(state, exception));
            if (exception is not null)
                line.AppendLine().Append(exception);
            write(line.ToString());
        }

        private static string Word(LogLevel level) =>
            level switch
            {
                LogLevel.Trace => "trce",
                LogLevel.Debug => "dbug",
                LogLevel.Information => "info",
                LogLevel.Warning => "warn",
                LogLevel.Error => "fail",
                _ => "crit",
            };
    }
}
