namespace Asan.Documents.Exports;

/// <summary>What an export holds beside the text that was typed.</summary>
public sealed record TextOptions
{
    /// <summary>The document as it is shown: everything but remarks.</summary>
    public static TextOptions Shown { get; } = new();

    /// <summary>All that was typed in the sections, as often as it was typed, and nothing the program generates.</summary>
    public static TextOptions Typed { get; } = new() { WithGenerated = false, WithSymbols = false, WithRemarks = true, WithMasterPages = false, WithRepeatedFurniture = true };

    /// <summary>Numbers and bullets of lists and headings, automatic numbers, marks of notes, captions of controls.</summary>
    public bool WithGenerated { get; init; } = true;

    /// <summary>Symbols of private fonts as the characters everybody can read; else the characters of the file.</summary>
    public bool WithSymbols { get; init; } = true;

    /// <summary>What repeats on the pages of a section, such as headers and footers: once for each distinct text.</summary>
    public bool WithFurniture { get; init; } = true;

    /// <summary>Master pages that stand apart from all sections: once for each distinct text.</summary>
    public bool WithMasterPages { get; init; } = true;

    /// <summary>The same header again in each section that has it.</summary>
    public bool WithRepeatedFurniture { get; init; }

    /// <summary>Memos and hidden comments.</summary>
    public bool WithRemarks { get; init; }
}
