using System.Text;
using Asan.Documents.Word;
using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>A shape of a drawing.</summary>
/// <param name="Id">What anchors and text boxes name it by.</param>
/// <param name="Picture">Which picture of the store it shows, from 1; 0 for none.</param>
/// <param name="Members">The shapes of a group, in order; empty for one that is no group.</param>
sealed record ArtShape(int Id, int Picture, string? Description, IReadOnlyList<ArtShape> Members)
{
    const int DeepestGroup = 32;
    const int PictureOption = 0x0104;
    const int DescriptionOption = 0x0381;
    const int OptionLength = 6;

    /// <summary>The shape and all that are grouped in it.</summary>
    public IEnumerable<ArtShape> All() => Members.SelectMany(member => member.All()).Prepend(this);

    /// <summary>The outermost shapes of some records.</summary>
    public static IEnumerable<ArtShape> Read(ReadOnlyMemory<byte> bytes, int depth = 0)
    {
        if (depth > DeepestGroup)
            yield break;
        foreach (var record in ArtRecord.Read(bytes))
        {
            if (record.Type == ArtRecord.Shape)
            {
                yield return ReadShape(record.Content, []);
            }
            else if (record.Type == ArtRecord.Group)
            {
                // The first shape of a group is the group. That of a whole drawing has no anchor, and its members stand for themselves.
                var members = Read(record.Content, depth + 1).ToList();
                if (depth == 0)
                {
                    foreach (var member in members.Skip(1))
                        yield return member;
                }
                else if (members.Count > 0)
                {
                    yield return members[0] with { Members = members[1..] };
                }
            }
        }
    }

    static ArtShape ReadShape(ReadOnlyMemory<byte> bytes, IReadOnlyList<ArtShape> members)
    {
        var (id, picture, description) = (0, 0, (string?)null);
        foreach (var record in ArtRecord.Read(bytes))
        {
            if (record.Type == ArtRecord.ShapeId)
                id = I32(record.Content.Span, 0);
            else if (record.Type == ArtRecord.Options)
                ReadOptions(record, ref picture, ref description);
        }

        return new(id, picture, description, members);
    }

    // Fixed parts first; behind them the text of those that are longer, in the same order.
    static void ReadOptions(ArtRecord record, ref int picture, ref string? description)
    {
        var bytes = record.Content.Span;
        var count = Math.Min(record.Instance, bytes.Length / OptionLength);
        var complex = (long)count * OptionLength;
        for (var i = 0; i < count; i++)
        {
            var (option, value) = (U16(bytes, (long)i * OptionLength), I32(bytes, (long)i * OptionLength + 2));
            if ((option & 0x3FFF) == PictureOption)
                picture = value;
            if ((option & 0x8000) == 0)
                continue;
            if ((option & 0x3FFF) == DescriptionOption)
                description = Encoding.Unicode.GetString(LittleEndian.Slice(record.Content, complex, value & ~1).Span).TrimEnd('\0') is { Length: > 0 } words
                    ? TextBuilder.WellFormed(words)
                    : null;
            complex += (uint)value;
        }
    }
}
