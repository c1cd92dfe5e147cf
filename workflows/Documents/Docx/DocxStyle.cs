namespace Asan.Documents.Docx;

/// <summary>What a style says that matters here. Null is "as the style it is based on".</summary>
sealed record DocxStyle(string Id, string Name, string? BasedOn)
{
    public int? ListId { get; init; }

    public int? ListLevel { get; init; }

    /// <summary>From 0; 9 is body text.</summary>
    public int? OutlineLevel { get; init; }

    public bool? IsHidden { get; init; }

    public string? Font { get; init; }
}
