using Asan.Documents.Word;

namespace Asan.Documents.Docx;

/// <summary>The footnotes, endnotes or comments of a document, by their ids.</summary>
/// <param name="format">How they are numbered; null for comments, which are not.</param>
sealed class DocxNotes(Dictionary<string, Element> byId, NoteKind kind, string? format, int start)
{
    readonly HashSet<string> taken = [];
    int next = start;

    public NoteKind Kind => kind;

    public int Count => byId.Count;

    /// <param name="root">The part's root; null when the document has no such part.</param>
    public static DocxNotes Read(Element? root, NoteKind kind, string? format = null, int start = 1)
    {
        var byId = new Dictionary<string, Element>(StringComparer.Ordinal);
        foreach (var note in root?.Children ?? [])
            if (note.Attribute("id") is { } id && note.Attribute("type") is null or "normal")
                byId.TryAdd(id, note);
        return new(byId, kind, format, start);
    }

    /// <summary>The note, once: what refers to it again gets null, as does what refers to nothing.</summary>
    public Element? Take(string? id) => id is not null && byId.TryGetValue(id, out var note) && taken.Add(id) ? note : null;

    public bool Has(string? id) => id is not null && byId.ContainsKey(id);

    /// <summary>The number in the text, which counts references and not notes.</summary>
    public string NextMark() => format is null ? "" : WordNumbers.Write(format, next++);

    /// <summary>The notes that nothing referred to.</summary>
    public IEnumerable<Element> Untaken() => byId.Where(note => !taken.Contains(note.Key)).Select(note => note.Value);
}
