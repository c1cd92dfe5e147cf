namespace Asan.Documents.Exports.Docling;

/// <summary>Items that belong together: a list, a text box, what a cell holds. The body is one too.</summary>
public sealed record DoclingGroup : DoclingItem
{
    public string Name { get; init; } = "group";
}
