using System.Collections.Concurrent;

namespace Asan.Runtime.Host.Tests.Blobs;

/// <summary>What functions of a test say of themselves.</summary>
public sealed class Ledger
{
    readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyList<string> Lines => [.. lines];

    /// <summary>Functions that come here wait until it is opened.</summary>
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add(string line) => lines.Enqueue(line);
}
