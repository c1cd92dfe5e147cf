using Asan.Workflows.Search.Index;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Functions.Search;

/// <summary>Every ten seconds: makes few segments of many, so that a search has few to look into, and takes out what is dead.</summary>
public sealed class MergeSegments(IndexMerger merger)
{
    [Function(nameof(MergeSegments))]
    public Task RunAsync([TimerTrigger("*/10 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) => merger.MergeAsync(cancellationToken);
}
