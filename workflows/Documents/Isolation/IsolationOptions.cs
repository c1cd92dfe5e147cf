using System.ComponentModel.DataAnnotations;

namespace Asan.Documents.Isolation;

/// <summary>What the processes that parse may use. A file's own limits are in <see cref="ParseLimits"/>.</summary>
public sealed record IsolationOptions
{
    /// <summary>The worker's program, <c>asan-parse.dll</c>. Built beside whatever references it.</summary>
    [Required]
    public string WorkerPath { get; init; } = Path.Combine(AppContext.BaseDirectory, "asan-parse.dll");

    /// <summary>How many files are read at a time, each by a process of its own.</summary>
    [Range(1, 64)]
    public int Workers { get; init; } = 2;

    /// <summary>After so many files a worker is replaced: what one left behind does not stay.</summary>
    [Range(1, 100_000)]
    public int DocumentsPerWorker { get; init; } = 500;

    /// <summary>Bytes of the heap (DOTNET_GCHeapHardLimit). A file that needs more is refused by name.</summary>
    [Range(64L << 20, 1L << 40)]
    public long HeapBytes { get; init; } = 1L << 30;

    /// <summary>Bytes of all writable memory, stacks and code included (prlimit --data): the heap's limit and room for the rest.</summary>
    [Range(256L << 20, 1L << 41)]
    public long DataBytes { get; init; } = 2L << 30;

    /// <summary>A worker that stays larger than this after a file is replaced.</summary>
    public long RecycleAboveBytes { get; init; } = 384L << 20;

    /// <summary>Processor time of one worker's whole life (prlimit --cpu), after which the kernel ends it; it is replaced at half of this.</summary>
    public TimeSpan CpuTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long one file may take, from its first byte sent to the last of the answer; the time that the caller takes between the pieces is not counted. Then
    /// the worker is killed.
    /// </summary>
    public TimeSpan WallClock { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a worker may take to start.</summary>
    public TimeSpan StartTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of one answer: the document's JSON and its embedded files, of which no more than a piece is held at a time.</summary>
    public long ResultBytes { get; init; } = 2L << 30;

    /// <summary>
    /// Bytes of one piece of the document, as JSON: what bounds the host's memory. Pieces are far smaller, but for a block that cannot be cut, such as a table
    /// in a table.
    /// </summary>
    public long PieceBytes { get; init; } = 64L << 20;

    /// <summary>Hears of every worker that ended, and why: for logs and alarms. Called from the pool's threads; must not throw.</summary>
    public Action<WorkerEnd>? WorkerEnded { get; init; }
}
