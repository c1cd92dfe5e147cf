namespace Asan.Workflows.Search.Chunking;

/// <summary>How large chunks are, in tokens of a multilingual model as <see cref="TokenEstimate"/> guesses them: never too few of them.</summary>
public sealed record ChunkLimits
{
    public static ChunkLimits Default { get; } = new();

    /// <summary>A chunk with the titles above it.</summary>
    public int Tokens { get; init; } = 512;

    /// <summary>The titles alone: reserved first, cut where they are longer.</summary>
    public int PathTokens { get; init; } = 96;

    /// <summary>An article (<c>제N조</c>) stays whole up to here.</summary>
    public int ArticleTokens { get; init; } = 1_536;
}
