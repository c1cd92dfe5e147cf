namespace Asan.Workflows.Search.Publishing;

/// <summary>What became of a publication. None of these is worth another try.</summary>
public enum PublishOutcome
{
    /// <summary>Searchers see it.</summary>
    Published,

    /// <summary>They saw it already: this step had run before.</summary>
    AlreadyPublished,

    /// <summary>A later upload was published, or the document was deleted. Nothing was written.</summary>
    Superseded,
}
