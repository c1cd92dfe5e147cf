using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Asan.Documents.Isolation;

/// <summary>One file, and what a worker answers to it, piece by piece. Whatever goes wrong ends the worker and is told as a refusal.</summary>
sealed class Exchange(ParserProcess worker, IsolationOptions options)
{
    readonly FrameReader reader = worker.Reader;
    TimeSpan left = options.WallClock;
    (FrameKind Kind, ReadOnlyMemory<byte> Payload) next;

    /// <summary>The worker has told all of it.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Sends the file and reads what comes first: the head.</summary>
    /// <exception cref="ReadingBrokenException">The file is refused, or broke the worker.</exception>
    /// <exception cref="IOException">The file cannot be read, which is the caller's affair.</exception>
    public Task<DocumentHead> BeginAsync(Stream file, long length, ParseOptions parse, CancellationToken cancellationToken) =>
        WithinTimeAsync(
            async limited =>
            {
                await SendAsync(file, length, parse, limited);
                await NextAsync(limited);
                return await ReadAsync(FrameKind.Head, WireJson.Lean.DocumentHead, limited);
            },
            cancellationToken);

    /// <summary>The next section; null behind the last.</summary>
    /// <inheritdoc cref="BeginAsync"/>
    public Task<Section?> SectionAsync(CancellationToken cancellationToken) =>
        WithinTimeAsync(
            async limited => next.Kind == FrameKind.Section ? await ReadAsync(FrameKind.Section, WireJson.Lean.Section, limited) : null,
            cancellationToken);

    /// <summary>The bytes of the next embedded file.</summary>
    /// <inheritdoc cref="BeginAsync"/>
    public Task<ReadOnlyMemory<byte>> FileAsync(CancellationToken cancellationToken) =>
        WithinTimeAsync(
            async limited =>
            {
                Expect(FrameKind.FileContent);
                var bytes = await PieceWire.ReadFileAsync(reader, next.Payload, limited);
                await NextAsync(limited);
                return bytes;
            },
            cancellationToken);

    /// <summary>The end.</summary>
    /// <inheritdoc cref="BeginAsync"/>
    public Task<DocumentTail> TailAsync(CancellationToken cancellationToken) =>
        WithinTimeAsync(
            async limited =>
            {
                var tail = await ReadAsync(FrameKind.Tail, WireJson.Lean.DocumentTail, limited);
                Expect(FrameKind.Done);
                IsOver = true;
                return tail;
            },
            cancellationToken);

    async Task<T> ReadAsync<T>(FrameKind kind, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        Expect(kind);
        var value = await PieceWire.ReadJsonAsync(reader, kind, next.Payload, options.PieceBytes, type, cancellationToken);
        await NextAsync(cancellationToken);
        return value;
    }

    // A refusal may come in place of any piece.
    async Task NextAsync(CancellationToken cancellationToken)
    {
        next = await reader.ReadAsync(cancellationToken) ?? throw new EndOfStreamException("The worker ended within its answer.");
        if (next.Kind == FrameKind.Failed)
            throw Failed();
        if (next.Kind != FrameKind.Refused)
            return;
        IsOver = true;
        throw new ReadingBrokenException(Told(WireJson.Lean.Refusal));
    }

    ReadingBrokenException Failed()
    {
        var failure = Told(WireJson.Lean.WorkerFailure);
        var isMemory = failure.Exception == typeof(OutOfMemoryException).FullName;
        worker.End(isMemory ? WorkerEndReason.OutOfMemory : WorkerEndReason.Crashed, $"{failure.Exception}\n{failure.Trace}");
        return isMemory ? OutOfMemory() : Broke();
    }

    T Told<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(reader.LastPayload.Span, type) ?? throw new ProtocolException("A reason is null.");
        }
        catch (JsonException)
        {
            throw new ProtocolException("A reason is not what it should be.");
        }
    }

    void Expect(FrameKind kind)
    {
        if (next.Kind != kind)
            throw new ProtocolException($"A frame of the kind {kind} should have come.");
    }

    async Task<T> WithinTimeAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            return await step(limited.Token);
        }
        catch (ReadingBrokenException)
        {
            throw;
        }
        catch (SourceException e)
        {
            worker.End(WorkerEndReason.Cancelled);
            throw new IOException(e.Message, e.InnerException);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            worker.End(WorkerEndReason.Cancelled);
            throw;
        }
        catch (OperationCanceledException)
        {
            worker.End(WorkerEndReason.TimedOut);
            throw Broken(RefusalCodes.TimedOut, $"Reading took longer than {options.WallClock.TotalSeconds:N0} seconds and was ended.");
        }
        catch (ResultTooLargeException)
        {
            worker.End(WorkerEndReason.AnswerTooLarge);
            throw Broken(RefusalCodes.ResultTooLarge, $"What was read is larger than {options.ResultBytes:N0} bytes, or a piece of it than {options.PieceBytes:N0}.");
        }
        catch (ProtocolException) when (reader.Last == FrameKind.Failed)
        {
            throw Failed(); // within a piece
        }
        catch (IOException e)
        {
            throw await worker.DiedAsync(e) == WorkerEndReason.OutOfMemory ? OutOfMemory() : Broke();
        }
        finally
        {
            left -= Stopwatch.GetElapsedTime(begun);
        }
    }

    async Task SendAsync(Stream file, long length, ParseOptions parse, CancellationToken cancellationToken)
    {
        try
        {
            var request = JsonSerializer.SerializeToUtf8Bytes(ParseRequest.Of(length, parse), WireJson.Lean.ParseRequest);
            await worker.Writer.WriteAsync(FrameKind.Request, request, cancellationToken);
            await CopyAsync(file, length, cancellationToken);
            await worker.Writer.FlushAsync(cancellationToken);
        }
        catch (IOException e) when (e is not SourceException)
        {
            // The worker does not listen any more. It may have said why: the answer tells, or its end does.
        }
    }

    async Task CopyAsync(Stream file, long length, CancellationToken cancellationToken)
    {
        var piece = new byte[FrameReader.LongestPayload];
        var toSend = length;
        while (toSend > 0)
        {
            var got = await ReadSourceAsync(file, piece.AsMemory(0, (int)Math.Min(piece.Length, toSend)), cancellationToken);
            await worker.Writer.WriteAsync(FrameKind.Content, piece.AsMemory(0, got), cancellationToken);
            toSend -= got;
        }

        await worker.Writer.WriteAsync(FrameKind.Content, default, cancellationToken);
    }

    static async ValueTask<int> ReadSourceAsync(Stream file, Memory<byte> piece, CancellationToken cancellationToken)
    {
        try
        {
            var got = await file.ReadAsync(piece, cancellationToken);
            return got > 0 ? got : throw new EndOfStreamException("The file ends before its length.");
        }
        catch (IOException e)
        {
            throw new SourceException(e);
        }
    }

    /// <summary>It is the caller's file that cannot be read, and not the worker that is at fault.</summary>
    sealed class SourceException(IOException inner) : IOException(inner.Message, inner);

    static ReadingBrokenException OutOfMemory() => Broken(RefusalCodes.OutOfMemory, "Reading the file takes more memory than a worker may use.");

    static ReadingBrokenException Broke() => Broken(RefusalCodes.ParserFailed, "The parser broke on this file. It was ended.");

    static ReadingBrokenException Broken(string code, string reason) => new(new Refusal(code, reason));
}
