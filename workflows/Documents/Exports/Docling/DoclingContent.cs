namespace Asan.Documents.Exports.Docling;

/// <summary>An item that stands on pages.</summary>
public abstract record DoclingContent : DoclingItem
{
    public List<DoclingProvenance> Prov { get; init; } = [];
}
