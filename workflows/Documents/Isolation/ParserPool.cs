using System.Collections.Concurrent;

namespace Asan.Documents.Isolation;

/// <summary>
/// Reads files in processes of their own, so that a file that breaks, hangs or swells a parser costs one worker and nothing else. Workers are
/// started when needed, used again, and replaced after their share (see README.md). Safe for any number of callers.
/// </summary>
public sealed class ParserPool(IsolationOptions options) : IAsyncDisposable
{
    readonly SemaphoreSlim places = new(options.Workers);
    readonly ConcurrentBag<ParserProcess> idle = [];
    readonly Lazy<Task<Sandbox>> sandbox = new(() => Sandbox.DetectAsync(CancellationToken.None));
    volatile bool closed;

    /// <summary>Reads the file, or says why not. It is sent in pieces: this process never holds more of it than one.</summary>
    /// <param name="file">From its position to its end. One that can seek is sent again when a worker died that had read other files before.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; the worker was ended.</exception>
    /// <exception cref="IOException">No worker starts, or the file cannot be read: nothing is known about the file.</exception>
    public async Task<ParseResult> ParseAsync(Stream file, long length, ParseOptions parse, CancellationToken cancellationToken)
    {
        if (length > parse.Limits.FileBytes)
            return new ParseResult.Refused(new(RefusalCodes.FileTooLarge, $"The file is larger than {parse.Limits.FileBytes:N0} bytes."));
        ObjectDisposedException.ThrowIf(closed, this);

        await places.WaitAsync(cancellationToken);
        try
        {
            var start = file.CanSeek ? file.Position : 0;
            var (result, isFirst) = await ParseOnceAsync(file, length, parse, cancellationToken);
            if (isFirst || !file.CanSeek || result is not ParseResult.Refused { Refusal.Code: RefusalCodes.ParserFailed or RefusalCodes.OutOfMemory })
                return result;

            // It may have been the files before: what one worker's life left behind must not decide about this file.
            file.Position = start;
            return (await ParseOnceAsync(file, length, parse, cancellationToken, afresh: true)).Result;
        }
        finally
        {
            places.Release();
        }
    }

    /// <inheritdoc cref="ParseAsync(Stream, long, ParseOptions, CancellationToken)"/>
    public async Task<ParseResult> ParseAsync(ReadOnlyMemory<byte> file, ParseOptions parse, CancellationToken cancellationToken)
    {
        using var stream = new MemoryFile(file);
        return await ParseAsync(stream, file.Length, parse, cancellationToken);
    }

    /// <summary>Whether this system lets workers be started without network; where not, they have that of this process.</summary>
    public async Task<bool> IsWithoutNetworkAsync() => (await sandbox.Value).NoNetwork.Count > 0;

    async Task<(ParseResult Result, bool IsFirst)> ParseOnceAsync(
        Stream file, long length, ParseOptions parse, CancellationToken cancellationToken, bool afresh = false)
    {
        var worker = !afresh && idle.TryTake(out var used)
            ? used
            : await ParserProcess.StartAsync(await sandbox.Value, options, cancellationToken);
        try
        {
            return (await worker.ParseAsync(file, length, parse, cancellationToken), worker.Documents == 1);
        }
        finally
        {
            await GiveBackAsync(worker);
        }
    }

    async ValueTask GiveBackAsync(ParserProcess worker)
    {
        if (worker.IsUsable && (closed || worker.IsSpent()))
            worker.End(closed ? WorkerEndReason.Closed : WorkerEndReason.Recycled);
        if (worker.IsUsable)
            idle.Add(worker);
        else
            await worker.DisposeAsync();
    }

    /// <summary>Ends all workers. Files that are being read are read to their end first, within their time.</summary>
    public async ValueTask DisposeAsync()
    {
        closed = true;
        for (var i = 0; i < options.Workers; i++)
            await places.WaitAsync();
        while (idle.TryTake(out var worker))
            await worker.DisposeAsync();
        places.Dispose();
    }
}
