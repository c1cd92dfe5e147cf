using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Asan.Documents.Isolation;

/// <summary>One worker, as the host sees it. Used by one caller at a time.</summary>
sealed class ParserProcess : IAsyncDisposable
{
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    readonly IsolationOptions options;
    readonly Process process;
    readonly FrameReader reader;
    readonly FrameWriter writer;
    readonly CrashReport report = new();
    readonly Task errorRead;
    WorkerEndReason end = WorkerEndReason.Closed;
    string detail = "";

    ParserProcess(Process process, IsolationOptions options)
    {
        this.options = options;
        this.process = process;
        reader = new(process.StandardOutput.BaseStream, options.ResultBytes);
        writer = new(new BufferedStream(process.StandardInput.BaseStream, FrameReader.LongestPayload + FrameReader.HeaderLength));
        errorRead = report.ReadAsync(process.StandardError);
    }

    /// <summary>How many files it was given.</summary>
    public int Documents { get; private set; }

    /// <summary>Whether another file may be given to it.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <exception cref="IOException">The worker does not start, or is not one.</exception>
    public static async Task<ParserProcess> StartAsync(Sandbox sandbox, IsolationOptions options, CancellationToken cancellationToken)
    {
        var worker = new ParserProcess(Process.Start(sandbox.Start(options))!, options);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(options.StartTime);
        try
        {
            var hello = await worker.reader.ReadAsync(FrameKind.Hello, limited.Token);
            if (!hello.Span.SequenceEqual(WorkerLoop.Hello))
                throw new ProtocolException("The worker speaks another version of the protocol.");
            return worker;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            worker.End(WorkerEndReason.Misbehaved, e is IOException ? e.Message : "The worker did not start in time.");
            await worker.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException($"The worker {options.WorkerPath} did not start: {worker.detail} {worker.report}");
        }
    }

    /// <summary>Has the file read. Whatever happens is an answer; the worker may be unusable after it.</summary>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public async Task<ParseResult> ParseAsync(Stream file, long length, ParseOptions parse, CancellationToken cancellationToken)
    {
        Documents++;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(options.WallClock);
        try
        {
            reader.Restart();
            await SendAsync(file, length, parse, limited.Token);
            return await ReceiveAsync(limited.Token);
        }
        catch (SourceException e)
        {
            End(WorkerEndReason.Cancelled);
            throw new IOException(e.Message, e.InnerException);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            End(WorkerEndReason.Cancelled);
            throw;
        }
        catch (OperationCanceledException)
        {
            End(WorkerEndReason.TimedOut);
            return Refused(RefusalCodes.TimedOut, $"Reading took longer than {options.WallClock.TotalSeconds:N0} seconds and was ended.");
        }
        catch (ResultTooLargeException)
        {
            End(WorkerEndReason.AnswerTooLarge);
            return Refused(RefusalCodes.ResultTooLarge, $"What was read is larger than {options.ResultBytes:N0} bytes.");
        }
        catch (IOException e)
        {
            return await DiedAsync(e);
        }
    }

    async Task SendAsync(Stream file, long length, ParseOptions parse, CancellationToken cancellationToken)
    {
        var request = new ParseRequest(length, parse.Limits, parse.Password, parse.WithFiles);
        try
        {
            await writer.WriteAsync(FrameKind.Request, JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Lean.ParseRequest), cancellationToken);
            await CopyAsync(file, length, cancellationToken);
            await writer.FlushAsync(cancellationToken);
        }
        catch (IOException e) when (e is not SourceException)
        {
            // The worker does not listen any more. It may have said why: the answer tells, or its end does.
        }
    }

    async Task CopyAsync(Stream file, long length, CancellationToken cancellationToken)
    {
        var piece = new byte[FrameReader.LongestPayload];
        var left = length;
        while (left > 0)
        {
            var got = await ReadSourceAsync(file, piece.AsMemory(0, (int)Math.Min(piece.Length, left)), cancellationToken);
            await writer.WriteAsync(FrameKind.Content, piece.AsMemory(0, got), cancellationToken);
            left -= got;
        }

        await writer.WriteAsync(FrameKind.Content, default, cancellationToken);
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

    async Task<ParseResult> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (await reader.ReadAsync(cancellationToken) is not { } frame)
            throw new EndOfStreamException("The worker ended without an answer.");
        switch (frame.Kind)
        {
            case FrameKind.Document:
                return new ParseResult.Parsed(await DocumentWire.ReadAsync(reader, frame.Payload, cancellationToken));
            case FrameKind.Refused:
                return new ParseResult.Refused(JsonSerializer.Deserialize(frame.Payload.Span, WireJson.Lean.Refusal)!);
            case FrameKind.Failed:
                return Failed(JsonSerializer.Deserialize(frame.Payload.Span, WireJson.Lean.WorkerFailure)!);
            default:
                throw new ProtocolException("An answer should have come.");
        }
    }

    ParseResult.Refused Failed(WorkerFailure failure)
    {
        var isMemory = failure.Exception == typeof(OutOfMemoryException).FullName;
        End(isMemory ? WorkerEndReason.OutOfMemory : WorkerEndReason.Crashed, $"{failure.Exception}\n{failure.Trace}");
        return isMemory ? OutOfMemory() : Broke();
    }

    // The pipe broke: the process is dying or does not keep to the protocol. How it ended tells which.
    async Task<ParseResult> DiedAsync(IOException broken)
    {
        if (broken is ProtocolException && await ExitCodeAsync(TimeSpan.FromMilliseconds(200)) is null)
        {
            End(WorkerEndReason.Misbehaved, broken.Message);
            return Broke();
        }

        await ExitCodeAsync(Grace);
        await Task.WhenAny(errorRead, Task.Delay(Grace));
        var isMemory = report.ToString().Contains("Out of memory", StringComparison.Ordinal);
        End(isMemory ? WorkerEndReason.OutOfMemory : WorkerEndReason.Crashed);
        return isMemory ? OutOfMemory() : Broke();
    }

    /// <summary>Looks at the worker after a file: one that did its share or grew too large is not used again.</summary>
    public bool IsSpent()
    {
        process.Refresh();
        return Documents >= options.DocumentsPerWorker
            || process.HasExited
            || process.WorkingSet64 > options.RecycleAboveBytes
            || process.TotalProcessorTime > options.CpuTime / 2;
    }

    public void End(WorkerEndReason reason, string? known = null)
    {
        IsUsable = false;
        end = reason;
        detail = known ?? "";
    }

    /// <summary>Ends the process: by closing its pipe where it is well, by force where it is not or takes too long.</summary>
    public async ValueTask DisposeAsync()
    {
        if (end is WorkerEndReason.Recycled or WorkerEndReason.Closed)
        {
            CloseInput();
            if (await ExitCodeAsync(Grace) is null)
                Kill();
        }
        else
        {
            Kill();
            CloseInput();
        }

        var code = await ExitCodeAsync(Grace);
        await Task.WhenAny(errorRead, Task.Delay(Grace));
        var told = $"{detail}\n{report}".Trim();
        options.WorkerEnded?.Invoke(new WorkerEnd(process.Id, end, Documents, code, told));
        process.Dispose();
    }

    void CloseInput()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is dead already, with bytes for it still in the pipe.
        }
    }

    void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It ended just now.
        }
    }

    async Task<int?> ExitCodeAsync(TimeSpan within)
    {
        using var limited = new CancellationTokenSource(within);
        try
        {
            await process.WaitForExitAsync(limited.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>It is the caller's file that cannot be read, and not the worker that is at fault.</summary>
    sealed class SourceException(IOException inner) : IOException(inner.Message, inner);

    static ParseResult.Refused OutOfMemory() => Refused(RefusalCodes.OutOfMemory, "Reading the file takes more memory than a worker may use.");

    static ParseResult.Refused Broke() => Refused(RefusalCodes.ParserFailed, "The parser broke on this file. It was ended, and nothing of the file was kept.");

    static ParseResult.Refused Refused(string code, string reason) => new(new Refusal(code, reason));
}
