using Asan.Runtime.Blobs;
using Asan.Runtime.Host.Invocation;

namespace Asan.Runtime.Host.Blobs;

/// <summary>Calls a blob function by hand, for the blob that the caller names: whatever became of it before, and without a receipt.</summary>
sealed class BlobsByHand(BlobFunctions functions, FunctionRunner runner)
{
    /// <param name="function">Its name.</param>
    /// <param name="path">As the trigger has it: container and name.</param>
    /// <param name="ct">Cancels the invocation.</param>
    /// <exception cref="InvalidOperationException">It was not called, or it failed. The message names neither blob nor content, since it is logged.</exception>
    public async Task RunAsync(string function, string? path, CancellationToken ct)
    {
        var called = functions.All.Single(blob => blob.Name.Equals(function, StringComparison.OrdinalIgnoreCase));
        if (!await TryRunAsync(called, path ?? "", ct))
            throw new InvalidOperationException("The input is not the path of a blob that the function's trigger wants, container/name, or there is none.");
    }

    async Task<bool> TryRunAsync(BlobFunction function, string path, CancellationToken ct)
    {
        try
        {
            if (await FindAsync(function, path, ct) is not { } blob)
                return false;
            await runner.RunAsync(function.Function, new BlobCall(function.Container, blob), BlobHandler.DataOf(function, blob), Attempt.Only, ct);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException($"It failed with {e.GetType().Name}.");
        }
    }

    static async Task<Blob?> FindAsync(BlobFunction function, string path, CancellationToken ct)
    {
        var container = $"{function.Pattern.Container}/";
        if (!path.StartsWith(container, StringComparison.Ordinal) || path.Length == container.Length)
            return null;
        return await function.Container.FindAsync(path[container.Length..], ct) is { } blob && function.Pattern.Match(blob, function.Container.WritesAreAtomic) is not null ? blob : null;
    }
}
