using System.Text;
using Asan.Documents.Assembly;

namespace Asan.Documents.Hwpx;

/// <summary>A paragraph while its runs are read.</summary>
sealed class HwpxParagraph(ParagraphAssembly assembly, Position where, int depth)
{
    const int MaximumOpen = 64;

    readonly List<(string? Id, int At, string Kind, string? Name, string? Command)> fields = [];

    public StringBuilder Text { get; } = new();

    /// <summary>What a tracked change took out at the place the text has come to.</summary>
    public StringBuilder Deleted { get; } = new();

    public Position Where => where;

    /// <summary>How deep it stands in tables, boxes and notes; 0 is the body.</summary>
    public int Depth => depth;

    public void Add(Inline inline) => assembly.Add(inline);

    public void Add(Block block, bool inLine) => assembly.Add(Text.Length, block, inLine);

    public void EndDeletion()
    {
        if (Deleted.Length == 0)
            return;
        assembly.Add(new DeletedText(Text.Length, Deleted.ToString()));
        Deleted.Clear();
    }

    public void BeginField(string? id, string kind, string? name, string? command)
    {
        // Fields in fields are few; a file that never ends them must not cost the square of their number.
        if (fields.Count == MaximumOpen)
            Close(0);
        fields.Add((id, Text.Length, kind, name, command));
    }

    /// <summary>Ends the field of this id; the one begun last where no field has it.</summary>
    public void EndField(string? id)
    {
        if (fields.Count == 0)
            return;
        var index = fields.FindLastIndex(field => field.Id == id);
        Close(index < 0 ? fields.Count - 1 : index);
    }

    void Close(int index)
    {
        var (_, at, kind, name, command) = fields[index];
        fields.RemoveAt(index);
        var length = Text.Length - at;
        assembly.Add(kind == "hyperlink" ? new Link(at, length, command ?? "") : new Field(at, length, kind, name, command));
    }

    /// <summary>A field that ends in a later paragraph takes the rest of this one.</summary>
    public void Finish(List<Block> into, Position position)
    {
        EndDeletion();
        while (fields.Count > 0)
            Close(fields.Count - 1);
        assembly.Position = position;
        assembly.Finish(Text.ToString(), into);
    }
}
