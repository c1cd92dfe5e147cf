using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Host.Tests;

/// <summary>Keeps what was logged, for tests that look at it.</summary>
sealed class CapturedLog : ILoggerProvider
{
    readonly ConcurrentQueue<Line> lines = new();

    public IReadOnlyCollection<Line> Lines => lines;

    public string Text => string.Join('\n', lines.Select(line => $"{line.Level} {line.Category}: {line.Message}"));

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, lines);

    public void Dispose()
    {
    }

    public sealed record Line(LogLevel Level, string Category, int Event, string Message);

    sealed class Logger(string category, ConcurrentQueue<Line> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new(logLevel, category, eventId.Id, $"{formatter(state, exception)} {exception}"));
    }
}
