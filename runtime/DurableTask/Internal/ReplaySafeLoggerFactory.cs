using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask.Internal;

/// <summary>Makes replay-safe loggers of one orchestration; it owns nothing, so disposing it does nothing.</summary>
sealed class ReplaySafeLoggerFactory(TaskOrchestrationContext context) : ILoggerFactory
{
    internal TaskOrchestrationContext Context => context;

    public ILogger CreateLogger(string categoryName) => new ReplaySafeLogger(context, context.InnermostLoggerFactory().CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("A replay-safe logger factory takes no providers: add them to the host's logging.");

    public void Dispose()
    {
    }
}
