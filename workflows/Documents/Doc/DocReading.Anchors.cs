using System.Text;
using Asan.Documents.Word;
using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>The tables that say what hangs where: notes, comments, shapes, and the boxes and pictures in them.</summary>
sealed partial class DocReading
{
    const int NoteDataLength = 2;
    const int AnnotationDataLength = 30;
    const int ShapeDataLength = 26;
    const int BoxDataLength = 22;
    const int BoxShapeAt = 14;

    void AddNotes(FibTable references, FibTable texts, StoryKind story, NoteKind kind, string format)
    {
        var (places, contents) = (new Plc(Table(references), NoteDataLength), new Plc(Table(texts), 0));
        var number = 1;
        for (var i = 0; i < places.Count && i + 1 <= contents.Count; i++)
        {
            // 0 is a note whose mark the author typed.
            var mark = U16(places.Data(i), 0) == 0 ? "" : WordNumbers.Write(format, number++);
            AddNote(places.Place(i), story, kind, contents, i, mark, null);
        }
    }

    void AddAnnotations()
    {
        var (places, contents) = (new Plc(Table(FibTable.AnnotationReferences), AnnotationDataLength), new Plc(Table(FibTable.AnnotationTexts), 0));
        for (var i = 0; i < places.Count && i + 1 <= contents.Count; i++)
            AddNote(places.Place(i), StoryKind.Annotations, NoteKind.Memo, contents, i, "", authors.ElementAtOrDefault(U16(places.Data(i), 20)));
    }

    void AddNote(int place, StoryKind story, NoteKind kind, Plc contents, int i, string mark, string? author)
    {
        var (from, to) = (Start(story) + contents.Place(i), Start(story) + contents.Place(i + 1));
        if (from >= Start(story) && to > from && to <= End(story))
            context.Anchors.Add(place, new(kind, from, to, mark, author));
    }

    static List<string> Authors(ReadOnlyMemory<byte> names)
    {
        var authors = new List<string>();
        for (var at = 0L; at + 2 <= names.Length;)
        {
            var length = U16(names.Span, at) * 2L;
            authors.Add(TextBuilder.WellFormed(Encoding.Unicode.GetString(LittleEndian.Slice(names, at + 2, length).Span)));
            at += 2 + length;
        }

        return authors;
    }

    // The store of pictures, then a drawing for the body and one for the headers, each with a byte in front.
    void AddDrawings()
    {
        var content = Table(FibTable.Drawings);
        var isFirst = true;
        while (content.Length >= 8)
        {
            if (!isFirst)
                content = content[1..];
            if (ArtRecord.Read(content).FirstOrDefault() is not { Type: > 0 } record)
                return;
            if (isFirst)
                foreach (var inner in ArtRecord.Read(record.Content).Where(inner => inner.Type == ArtRecord.BlipStore))
                    context.Pictures.AddStore(inner.Content);
            else
                foreach (var shape in ArtShape.Read(record.Content))
                    AddShape(shape);
            isFirst = false;
            content = content[Math.Min(content.Length, 8 + record.Content.Length)..];
        }
    }

    // Some writers anchor the members of a group and not the group.
    void AddShape(ArtShape shape)
    {
        context.Anchors.Add(shape);
        foreach (var member in shape.Members)
            AddShape(member);
    }

    void AddBoxes(FibTable name, StoryKind story)
    {
        var plc = new Plc(Table(name), BoxDataLength);
        for (var i = 0; i < plc.Count; i++)
        {
            var data = plc.Data(i);
            var (from, to) = (Start(story) + plc.Place(i), Start(story) + plc.Place(i + 1));
            // One that can be used again belongs to no shape now. The last character ends the box.
            var isFree = U16(data, 8) != 0;
            if (!isFree && from >= Start(story) && to - 1 > from && to <= End(story))
                context.Anchors.AddBox(I32(data, BoxShapeAt), from, to - 1);
        }
    }

    void AddShapes(FibTable name, StoryKind story)
    {
        var plc = new Plc(Table(name), ShapeDataLength);
        for (var i = 0; i < plc.Count; i++)
            if (plc.Place(i) is >= 0 and var place && place < End(story) - Start(story))
                context.Anchors.AddShapeAt(Start(story) + place, I32(plc.Data(i), 0));
    }
}
