using System.Text;
using Asan.Documents.Word;
using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>The lists of a document ([MS-DOC] 2.9.131, 2.9.150): what is defined, what each list changes of it, and the numbers as they are given out.</summary>
sealed class DocLists
{
    const int DefinitionLength = 28;
    const int LevelLength = 28;
    const int OverrideLength = 16;
    const ushort FontCode = 0x4A4F;

    readonly Dictionary<int, ListLevel[]> definitions = [];
    readonly List<(int Definition, ListLevel[] Levels, int?[] Restarts)> lists = [];
    readonly ListCounters counters = new();
    readonly DocFonts fonts;

    DocLists(DocFonts fonts) => this.fonts = fonts;

    /// <param name="stream">The table stream: the levels lie behind their table, outside its stated length.</param>
    public static DocLists Read(ReadOnlyMemory<byte> stream, (long At, long Length) definitions, (long At, long Length) overrides, DocFonts fonts)
    {
        var read = new DocLists(fonts);
        if (definitions.Length > 0)
            read.ReadDefinitions(LittleEndian.Slice(stream, definitions.At, stream.Length));
        if (overrides.Length > 0)
            read.ReadLists(LittleEndian.Slice(stream, overrides.At, overrides.Length));
        return read;
    }

    void ReadDefinitions(ReadOnlyMemory<byte> table)
    {
        var bytes = table.Span;
        var count = U16(bytes, 0);
        var at = 2L + (long)count * DefinitionLength;
        for (var i = 0; i < count && at < bytes.Length; i++)
        {
            var head = 2L + (long)i * DefinitionLength;
            var isSimple = (U8(bytes, head + 26) & 1) != 0;
            var levels = Enumerable.Range(0, ListLevel.Most).Select(ListLevel.Plain).ToArray();
            for (var level = 0; level < (isSimple ? 1 : ListLevel.Most); level++)
                levels[level] = ReadLevel(table, level, ref at);
            definitions.TryAdd(I32(bytes, head), levels);
        }
    }

    ListLevel ReadLevel(ReadOnlyMemory<byte> table, int index, ref long at)
    {
        var bytes = table.Span;
        var (start, format, flags) = (I32(bytes, at), U8(bytes, at + 4), U8(bytes, at + 5));
        var (characterLength, paragraphLength, restart) = (U8(bytes, at + 24), U8(bytes, at + 25), U8(bytes, at + 26));
        var font = FontOf(LittleEndian.Slice(table, at + LevelLength + paragraphLength, characterLength).Span);
        at += LevelLength + paragraphLength + characterLength;
        var length = U16(bytes, at);
        var raw = Encoding.Unicode.GetString(LittleEndian.Slice(table, at + 2, length * 2L).Span);
        at += 2 + length * 2L;

        var neverRestarts = (flags & 8) != 0;
        return new(start, WordNumbers.OfCode(format), Text(raw), neverRestarts ? restart : index, (flags & 4) != 0, font);
    }

    // A level's number stands as its index, a character below 9; %1 is how the newer format writes it.
    static string Text(string raw)
    {
        var text = new StringBuilder();
        foreach (var c in raw)
        {
            if (c < ListLevel.Most)
                text.Append('%').Append((char)('1' + c));
            else
                text.Append(c);
        }

        return TextBuilder.WellFormed(text.ToString());
    }

    string? FontOf(ReadOnlySpan<byte> list)
    {
        for (var sprms = new Sprms(list); sprms.Next();)
            if (sprms.Code == FontCode)
                return fonts.Name(sprms.Number);
        return null;
    }

    void ReadLists(ReadOnlyMemory<byte> table)
    {
        var bytes = table.Span;
        var count = (int)Math.Min((uint)I32(bytes, 0), (uint)(bytes.Length / OverrideLength));
        var at = 4L + (long)count * OverrideLength;
        for (var i = 0; i < count; i++)
        {
            var head = 4L + (long)i * OverrideLength;
            var definition = I32(bytes, head);
            var levels = definitions.TryGetValue(definition, out var found) ? found.ToArray() : [.. Enumerable.Range(0, ListLevel.Most).Select(ListLevel.Plain)];
            var restarts = new int?[ListLevel.Most];
            ReadOverrides(table, Math.Min((int)U8(bytes, head + 12), ListLevel.Most), levels, restarts, ref at);
            lists.Add((definition, levels, restarts));
        }
    }

    void ReadOverrides(ReadOnlyMemory<byte> table, int count, ListLevel[] levels, int?[] restarts, ref long at)
    {
        var bytes = table.Span;
        at += 4; // a place that is not used
        for (var i = 0; i < count && at < bytes.Length; i++)
        {
            var (start, flags) = (I32(bytes, at), I32(bytes, at + 4));
            var level = flags & 0xF;
            var (startsAnew, isFormatted) = ((flags & 0x10) != 0, (flags & 0x20) != 0);
            at += 8;
            var own = isFormatted ? ReadLevel(table, level, ref at) : null;
            if (level >= ListLevel.Most)
                continue;
            levels[level] = own ?? levels[level];
            restarts[level] = startsAnew ? own?.Start ?? start : null;
        }
    }

    /// <summary>The number or bullet of the next item; null when there is no such list.</summary>
    /// <param name="list">From 1.</param>
    public ListMarker? Next(int list, int level)
    {
        if (list < 1 || list > lists.Count)
            return null;
        var (definition, levels, restarts) = lists[list - 1];
        level = Math.Clamp(level, 0, ListLevel.Most - 1);
        return counters.Next(definition, list, level, levels, restarts[level]);
    }
}
