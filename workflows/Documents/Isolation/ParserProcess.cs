using System.ComponentModel;
using System.Diagnostics;

namespace Asan.Documents.Isolation;

/// <summary>One worker, as the host sees it. Used by one caller at a time.</summary>
sealed class ParserProcess : IAsyncDisposable
{
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    readonly IsolationOptions options;
    readonly Process process;
    readonly CrashReport report = new();
    readonly Task errorRead;
    WorkerEndReason end = WorkerEndReason.Closed;
    string detail = "";

    ParserProcess(Process process, IsolationOptions options)
    {
        this.options = options;
        this.process = process;
        Reader = new(process.StandardOutput.BaseStream, options.ResultBytes);
        Writer = new(new BufferedStream(process.StandardInput.BaseStream, FrameReader.LongestPayload + FrameReader.HeaderLength));
        errorRead = report.ReadAsync(process.StandardError);
    }

    public FrameReader Reader { get; }

    public FrameWriter Writer { get; }

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
            var hello = await worker.Reader.ReadAsync(FrameKind.Hello, limited.Token);
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

    /// <summary>Begins with another file.</summary>
    public Exchange Take()
    {
        Documents++;
        Reader.Restart();
        return new(this, options);
    }

    /// <summary>Says why the pipe broke: the process is dying or does not keep to the protocol, and how it ended tells which.</summary>
    public async Task<WorkerEndReason> DiedAsync(IOException broken)
    {
        if (broken is ProtocolException && await ExitCodeAsync(TimeSpan.FromMilliseconds(200)) is null)
        {
            End(WorkerEndReason.Misbehaved, broken.Message);
            return end;
        }

        await ExitCodeAsync(Grace);
        await Task.WhenAny(errorRead, Task.Delay(Grace));
        End(report.ToString().Contains("Out of memory", StringComparison.Ordinal) ? WorkerEndReason.OutOfMemory : WorkerEndReason.Crashed);
        return end;
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
}
