namespace Asan.Documents.Exports.Docling;

/// <summary>A table or picture: its captions are children, and are named here once more.</summary>
public abstract record DoclingFloating : DoclingContent
{
    public List<DoclingRef> Captions { get; init; } = [];

    public List<DoclingRef> References { get; init; } = [];

    public List<DoclingRef> Footnotes { get; init; } = [];
}
