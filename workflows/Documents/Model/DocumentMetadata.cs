namespace Asan.Documents;

/// <summary>What the document says of itself. Unchecked: authors write what they like. Null where it says nothing.</summary>
public sealed record DocumentMetadata
{
    public string? Title { get; init; }

    public string? Subject { get; init; }

    public string? Author { get; init; }

    public string? Keywords { get; init; }

    public string? Comments { get; init; }

    public string? LastAuthor { get; init; }

    public string? Revision { get; init; }

    public string? Language { get; init; }

    public DateTimeOffset? Created { get; init; }

    public DateTimeOffset? Modified { get; init; }

    public DateTimeOffset? Printed { get; init; }

    /// <summary>As the writing program counted them.</summary>
    public int? Pages { get; init; }

    /// <summary>The preview that the writer stored beside the text. It is a cut of an older state: for show, never for search.</summary>
    public string? Preview { get; init; }
}
