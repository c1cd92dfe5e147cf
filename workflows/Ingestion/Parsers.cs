using Asan.Documents.Isolation;
using Microsoft.Extensions.Logging;

namespace Asan.Workflows.Ingestion;

/// <summary>The host's parsers: processes apart, a few at a time, told about in the log when one ends badly.</summary>
public sealed class Parsers : IAsyncDisposable
{
    public Parsers(IngestionOptions options, ILogger<Parsers> log) => Pool = new(new IsolationOptions
    {
        Workers = options.Parsers,
        WallClock = options.ParseTime,
        WorkerEnded = end =>
        {
            if (end.Reason is not (WorkerEndReason.Recycled or WorkerEndReason.Closed or WorkerEndReason.Cancelled))
                log.ParserEnded(end.Reason.ToString(), end.Documents, end.ExitCode, end.Detail);
        },
    });

    public ParserPool Pool { get; }

    public ValueTask DisposeAsync() => Pool.DisposeAsync();
}
