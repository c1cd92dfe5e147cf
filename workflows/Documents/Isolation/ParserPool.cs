using System.Collections.Concurrent;
using Asan.Documents.Packing;
using Asan.Documents.Pieces;

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

    /// <summary>
    /// Begins to read the file, or says why not. Neither the file nor the document is ever held by this process: both pass through it in pieces. Dispose what
    /// is returned soon; until then no other file is read in its place.
    /// </summary>
    /// <param name="file">From its position to its end. One that can seek is sent again when a worker died that had read other files before.</param>
    /// <returns>A reading that begins, or one whose <see cref="Reading.Refusal"/> says why not; what breaks before its first section is such a refusal.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; the worker was ended.</exception>
    /// <exception cref="IOException">No worker starts, or the file cannot be read: nothing is known about the file.</exception>
    public async Task<Reading> OpenAsync(Stream file, long length, ParseOptions parse, CancellationToken cancellationToken)
    {
        if (length > parse.Limits.FileBytes)
            return new Reading(new Refusal(RefusalCodes.FileTooLarge, $"The file is larger than {parse.Limits.FileBytes:N0} bytes."));
        ObjectDisposedException.ThrowIf(closed, this);

        await places.WaitAsync(cancellationToken);
        var isHeld = false;
        try
        {
            var start = file.CanSeek ? file.Position : 0;
            var (reading, isFirst) = await OpenOnceAsync(file, length, parse, cancellationToken);
            // It may have been the files before: what one worker's life left behind must not decide about this file.
            if (!isFirst && file.CanSeek && reading.Refusal is { Code: RefusalCodes.ParserFailed or RefusalCodes.OutOfMemory })
            {
                file.Position = start;
                (reading, _) = await OpenOnceAsync(file, length, parse, cancellationToken, afresh: true);
            }

            isHeld = reading.Refusal is null;
            return reading;
        }
        finally
        {
            if (!isHeld)
                places.Release();
        }
    }

    /// <summary>Reads the whole file into memory, or says why not.</summary>
    /// <inheritdoc cref="OpenAsync"/>
    public async Task<ParseResult> ParseAsync(Stream file, long length, ParseOptions parse, CancellationToken cancellationToken)
    {
        await using var reading = await OpenAsync(file, length, parse, cancellationToken);
        if (reading.Refusal is { } refusal)
            return new ParseResult.Refused(refusal);
        try
        {
            var joining = new PieceJoining();
            await foreach (var section in reading.SectionsAsync(cancellationToken))
                joining.Add(section);
            var files = new List<EmbeddedFile>();
            await foreach (var embedded in reading.FilesAsync(cancellationToken))
                files.Add(embedded);
            return new ParseResult.Parsed(joining.Finish(reading.Head, files, reading.Tail));
        }
        catch (ReadingBrokenException e)
        {
            return new ParseResult.Refused(e.Refusal);
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

    async Task<(Reading Reading, bool IsFirst)> OpenOnceAsync(
        Stream file, long length, ParseOptions parse, CancellationToken cancellationToken, bool afresh = false)
    {
        var worker = !afresh && idle.TryTake(out var used)
            ? used
            : await ParserProcess.StartAsync(await sandbox.Value, options, cancellationToken);
        var exchange = worker.Take();
        try
        {
            var head = await exchange.BeginAsync(file, length, parse, cancellationToken);
            var first = await exchange.SectionAsync(cancellationToken);
            return (new Reading(exchange, head, first, Once(() => LeaveAsync(worker, exchange))), worker.Documents == 1);
        }
        catch (ReadingBrokenException e)
        {
            await GiveBackAsync(worker, exchange);
            return (new Reading(e.Refusal), worker.Documents == 1);
        }
        catch
        {
            await GiveBackAsync(worker, exchange);
            throw;
        }
    }

    async ValueTask LeaveAsync(ParserProcess worker, Exchange exchange)
    {
        try
        {
            await GiveBackAsync(worker, exchange);
        }
        finally
        {
            places.Release();
        }
    }

    static Func<ValueTask> Once(Func<ValueTask> action)
    {
        var done = 0;
        return () => Interlocked.Exchange(ref done, 1) == 0 ? action() : ValueTask.CompletedTask;
    }

    async ValueTask GiveBackAsync(ParserProcess worker, Exchange exchange)
    {
        // What it has not told yet it would tell the next caller.
        if (worker.IsUsable && !exchange.IsOver)
            worker.End(WorkerEndReason.Cancelled);
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
