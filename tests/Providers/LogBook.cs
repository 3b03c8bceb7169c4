using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PaymentHub.Tests.Providers;

/// <summary>Everything that was logged, at every level, as a person would read it.</summary>
internal sealed class LogBook : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Line)> _entries = [];

    public IReadOnlyList<string> Lines => [.. _entries.Select(entry => entry.Line)];

    public IReadOnlyList<string> LinesAt(LogLevel level) => [.. _entries.Where(entry => entry.Level == level).Select(entry => entry.Line)];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((logLevel, $"{formatter(state, exception)}{exception}"));

    public void Dispose() { }
}
