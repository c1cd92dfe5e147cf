using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Durable.Tests;

/// <summary>What a host logged as critical: why its engine stopped, for the test that waits in vain.</summary>
sealed class Alarms : ILoggerProvider, ILogger
{
    readonly ConcurrentQueue<string> raised = new();

    public ConcurrentQueue<string> Raised => raised;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Critical;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            raised.Enqueue($"{formatter(state, exception)}: {exception}");
    }

    public void Dispose()
    {
    }
}
