using System.Text;
using Asan.Documents.Assembly;
using Asan.Documents.Word;
using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>The style sheet ([MS-DOC] 2.9.271).</summary>
sealed class DocStyles
{
    const int LongestChain = 32;
    const int None = 0xFFF;
    const int BodyText = 9;
    const int ParagraphKind = 1;
    const int CharacterKind = 2;

    readonly List<DocStyle?> styles = [];

    public static DocStyles Read(ReadOnlyMemory<byte> sheet, ReadOnlyMemory<byte> data)
    {
        var read = new DocStyles();
        var bytes = sheet.Span;
        var headLength = U16(bytes, 0);
        var count = U16(bytes, 2);
        var baseLength = U16(bytes, 4);
        long at = 2 + headLength;
        for (var i = 0; i < count && at < bytes.Length; i++)
        {
            var length = U16(bytes, at);
            read.styles.Add(length == 0 ? null : ReadStyle(LittleEndian.Slice(sheet, at + 2, length), baseLength, data));
            at += 2 + length + (length & 1);
        }

        return read;
    }

    static DocStyle ReadStyle(ReadOnlyMemory<byte> style, int baseLength, ReadOnlyMemory<byte> data)
    {
        var bytes = style.Span;
        var kind = U16(bytes, 2) & 0xF;
        var basedOn = U16(bytes, 2) >> 4;
        var nameLength = U16(bytes, baseLength);
        var name = Encoding.Unicode.GetString(LittleEndian.Slice(style, baseLength + 2L, nameLength * 2L).Span);
        var (paragraph, characters) = (ParagraphProperties.Plain, CharacterProperties.Plain);
        // Behind the name and its end: the changes, each with its length, each at an even place. A paragraph's come before its characters'.
        var at = baseLength + 2L + nameLength * 2L + 2L;
        if (kind == ParagraphKind)
        {
            at += at & 1;
            var length = U16(bytes, at);
            paragraph = paragraph.With(LittleEndian.Slice(style, at + 4, length - 2L).Span, data);
            at += 2 + length;
        }

        if (kind is ParagraphKind or CharacterKind)
        {
            at += at & 1;
            characters = characters.With(LittleEndian.Slice(style, at + 2, U16(bytes, at)).Span);
        }

        return new(TextBuilder.WellFormed(name), U16(bytes, 0) & 0xFFF, basedOn == None ? -1 : basedOn, paragraph, characters);
    }

    public DocStyle? Find(int index) => index >= 0 && index < styles.Count ? styles[index] : null;

    /// <summary>The style, the one it is based on, and so on.</summary>
    public IEnumerable<DocStyle> Chain(int index)
    {
        var style = Find(index);
        for (var i = 0; style is not null && i < LongestChain; i++)
        {
            yield return style;
            style = Find(style.Base);
        }
    }

    public Heading? HeadingOf(ParagraphProperties paragraph)
    {
        if (paragraph.Outline is { } own)
            return own is >= 0 and < BodyText ? new(own + 1, HeadingEvidence.Outline) : null;
        foreach (var style in Chain(paragraph.Style))
        {
            if (style.BuiltIn is >= 1 and <= BodyText)
                return new(style.BuiltIn, HeadingEvidence.Outline);
            if (style.Paragraph.Outline is { } level)
                return level is >= 0 and < BodyText ? new(level + 1, HeadingEvidence.Outline) : null;
            if (HeadingNames.Level(style.Name) is > 0 and var named)
                return new(named, HeadingEvidence.Style);
        }

        return null;
    }
}
