namespace Asan.Documents.Exports.Docling;

/// <summary>A paragraph, heading, item of a list, caption, note, header, footer or formula.</summary>
public sealed record DoclingText : DoclingContent
{
    /// <summary>As it stands in the source.</summary>
    public string Orig { get; init; } = "";

    public string Text { get; init; } = "";

    /// <summary>Of a heading.</summary>
    public int? Level { get; init; }

    /// <summary>Of an item of a list.</summary>
    public string? Marker { get; init; }

    /// <summary>Of an item of a list: numbered.</summary>
    public bool? Enumerated { get; init; }

    /// <summary>Where a link leads.</summary>
    public string? Hyperlink { get; init; }
}
