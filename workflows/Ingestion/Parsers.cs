using Asan.Documents.Isolation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Asan.Workflows.Ingestion;

/// <summary>The host's parsers: processes apart, a few at a time, told about in the log when one ends badly.</summary>
public sealed class Parsers : IHostedService, IAsyncDisposable
{
    readonly ILogger<Parsers> log;
    int disposed;

    public Parsers(IngestionOptions options, ILogger<Parsers> log)
    {
        this.log = log;
        Pool = new(new IsolationOptions
        {
            Workers = options.Parsers,
            WallClock = options.ParseTime,
            WorkerEnded = end =>
            {
                if (end.Reason is not (WorkerEndReason.Recycled or WorkerEndReason.Closed or WorkerEndReason.Cancelled))
                    log.ParserEnded(end.Reason.ToString(), end.Documents, end.ExitCode, end.Detail);
            },
        });
    }

    public ParserPool Pool { get; }

    /// <summary>Says once whether parsers are kept from the network.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await Pool.IsWithoutNetworkAsync())
            log.ParsersHaveNetwork();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // A container disposes once for each way it was registered.
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref disposed, 1) == 0 ? Pool.DisposeAsync() : ValueTask.CompletedTask;
}
