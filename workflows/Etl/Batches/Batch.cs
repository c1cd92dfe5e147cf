using System.Security.Cryptography;
using System.Text;

namespace Asan.Workflows.Etl.Batches;

/// <summary>A folder that somebody has finished: the mark <c>_COMPLETE</c> lies in it.</summary>
/// <param name="Folder">Its name in the container <c>sources</c>.</param>
/// <param name="Mark">What the mark is, whatever was done to it besides writing: written again, it is another batch.</param>
/// <param name="CompleteAt">When the mark was written, by the store's clock.</param>
public sealed record Batch(string Folder, string Mark, DateTimeOffset CompleteAt)
{
    public const string CompleteMark = "_COMPLETE";

    /// <summary>The run that loads it, and its orchestration: whoever finds the batch, and however often, means this one.</summary>
    public string RunId => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Folder}\n{Mark}")))[..32];
}
