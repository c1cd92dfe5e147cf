using DocumentFormat.OpenXml.Packaging;

namespace Asan.Documents.Docx;

/// <summary>
/// A part as it is read: the body, a header, the footnotes. Relationships belong to a part, and fields and deleted paragraph ends reach over the
/// paragraphs of one.
/// </summary>
sealed class Story(DocxContext context, OpenXmlPart part)
{
    public DocxContext Context => context;

    public OpenXmlPart Part => part;

    /// <summary>Fields that began and did not end yet, the outermost first.</summary>
    public List<OpenField> Fields { get; } = [];

    /// <summary>What stood in paragraphs whose end a tracked change took away: it belongs to the next paragraph.</summary>
    public List<Element> Merged { get; } = [];

    /// <summary>The part that a relationship leads to; null when it leads nowhere, or outside the file.</summary>
    public OpenXmlPart? PartOf(string? relationshipId) =>
        relationshipId is { Length: > 0 } && part.TryGetPartById(RelationshipIds.Proper(relationshipId), out var found) ? found : null;

    /// <summary>Where a relationship leads outside the file; null when it does not.</summary>
    public string? TargetOf(string? relationshipId)
    {
        if (string.IsNullOrEmpty(relationshipId))
            return null;
        var id = RelationshipIds.Proper(relationshipId);
        return (part.HyperlinkRelationships.FirstOrDefault(r => r.Id == id)?.Uri ?? part.ExternalRelationships.FirstOrDefault(r => r.Id == id)?.Uri)?.OriginalString;
    }
}
