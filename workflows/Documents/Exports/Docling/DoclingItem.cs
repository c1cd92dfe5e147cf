namespace Asan.Documents.Exports.Docling;

/// <summary>What all items have: a place in the tree, a layer, and a label. Members with no value are left out of the JSON.</summary>
public record DoclingItem
{
    public string SelfRef { get; init; } = "";

    public DoclingRef? Parent { get; init; }

    public List<DoclingRef> Children { get; init; } = [];

    /// <summary><c>body</c>, <c>furniture</c>, <c>background</c>, <c>invisible</c> or <c>notes</c>.</summary>
    public string ContentLayer { get; init; } = "body";

    public string Label { get; init; } = "";
}
