using System.Text;

namespace Asan.Documents.Making;

/// <summary>Writes documents of Word 97 ([MS-DOC]), for tests that bring no file of others: text in pieces, properties in pages, tables of places.</summary>
sealed class DocMaker
{
    const int TextAt = 0x800;
    const int Page = 512;
    const int Stories = 8;
    const int PairsAt = 0x9A;

    readonly StringBuilder[] stories = [.. Enumerable.Range(0, Stories).Select(_ => new StringBuilder())];
    readonly List<(int Story, int From, int To, byte[] Properties)> runs = [];
    readonly List<(int Story, int From, int To, byte[] Properties)> paragraphs = [];
    readonly SortedDictionary<int, byte[]> tables = [];
    int story;
    int begun;

    /// <summary>Whether text that fits is written a byte a character, in pieces of its own.</summary>
    public bool HasNarrowPieces { get; init; }

    public ushort Flags { get; init; } = 0x1200;

    /// <summary>The stream that properties refer to.</summary>
    public byte[] Data { get; set; } = [];

    public int Length => stories[story].Length;

    /// <summary>Goes on in another story: 0 the body, 1 footnotes, 2 headers, 4 comments, 5 endnotes, 6 boxes.</summary>
    public DocMaker In(int number)
    {
        (story, begun) = (number, stories[number].Length);
        return this;
    }

    public DocMaker Text(string text, params byte[][] properties)
    {
        if (properties.Length > 0)
            runs.Add((story, Length, Length + text.Length, Join(properties)));
        stories[story].Append(text);
        return this;
    }

    /// <param name="mark">Ends a paragraph (<c>\r</c>), a cell (<c>\a</c>) or a section (<c>\f</c>).</param>
    /// <param name="properties">The style's index, then changes.</param>
    public DocMaker End(char mark, int style, params byte[][] properties)
    {
        stories[story].Append(mark);
        paragraphs.Add((story, begun, Length, [.. Little((ushort)style), .. Join(properties)]));
        begun = Length;
        return this;
    }

    public DocMaker Paragraph(string text, params byte[][] properties) => Text(text).End('\r', 0, properties);

    public DocMaker Cell(string text, params byte[][] properties) => Text(text).End('\a', 0, [Change(0x2416, 1), .. properties]);

    public DocMaker RowEnd(params byte[][] properties) => End('\a', 0, [Change(0x2416, 1), Change(0x2417, 1), .. properties]);

    /// <summary>A row of cells with these texts, the same width each.</summary>
    public DocMaker Row(params string[] texts)
    {
        foreach (var text in texts)
            Cell(text);
        return RowEnd(Edges([.. Enumerable.Range(0, texts.Length + 1).Select(i => i * 1000)]));
    }

    /// <summary>A change of a property: its code, and its operand in as many bytes as the code says.</summary>
    public static byte[] Change(ushort code, int value) => [.. Little(code), .. Operand(code >> 13, value)];

    static byte[] Operand(int kind, int value) => kind switch
    {
        0 or 1 => [(byte)value],
        3 => BitConverter.GetBytes(value),
        7 => BitConverter.GetBytes(value)[..3],
        _ => Little((ushort)value),
    };

    /// <summary>Where the cells of a row begin and end, and for each its flags of merging.</summary>
    public static byte[] Edges(int[] edges, params int[] flags)
    {
        var content = new List<byte> { (byte)(edges.Length - 1) };
        foreach (var edge in edges)
            content.AddRange(Little((ushort)edge));
        for (var i = 0; i < edges.Length - 1; i++)
            content.AddRange([.. Little((ushort)(i < flags.Length ? flags[i] : 0)), .. new byte[18]]);
        return [.. Little(0xD608), .. Little((ushort)(content.Count + 1)), .. content];
    }

    /// <summary>A table of places, each but the last with its data.</summary>
    public DocMaker Places(int table, int[] places, params byte[][] data) => Table(table, [.. places.SelectMany(BitConverter.GetBytes), .. data.SelectMany(d => d)]);

    /// <summary>A table by its place in the file information block.</summary>
    public DocMaker Table(int table, byte[] bytes)
    {
        tables[table] = bytes;
        return this;
    }

    public byte[] ToBytes() => Container().ToBytes();

    public CompoundFileMaker Container()
    {
        var starts = new int[Stories + 1];
        for (var i = 0; i < Stories; i++)
            starts[i + 1] = starts[i] + stories[i].Length;
        var text = string.Concat(stories.Select(s => s.ToString())) + (starts[Stories] > stories[0].Length ? "\r" : "");
        var (pieces, body, offsets) = Pieces(text);
        var document = new List<byte>(new byte[TextAt]);
        document.AddRange(body);
        document.AddRange(new byte[(Page - document.Count % Page) % Page]);

        Table(12, Pages(document, Stretches(runs, starts, offsets), ofParagraphs: false));
        Table(13, Pages(document, Stretches(paragraphs, starts, offsets), ofParagraphs: true));
        tables.TryAdd(33, [2, .. BitConverter.GetBytes(pieces.Length), .. pieces]);

        var bytes = document.ToArray();
        var table = Head(bytes);
        return new CompoundFileMaker().Add("WordDocument", bytes).Add("1Table", table).Add("Data", Data);
    }

    byte[] Head(byte[] document)
    {
        Put(document, 0, Little(0xA5EC));
        Put(document, 2, Little(0x00C1));
        Put(document, 0xA, Little(Flags));
        Put(document, 0x18, BitConverter.GetBytes(TextAt));
        Put(document, 0x20, Little(14));
        Put(document, 0x3E, Little(22));
        for (var i = 0; i < Stories; i++)
            Put(document, 0x4C + 4 * i, BitConverter.GetBytes(stories[i].Length));
        Put(document, 0x98, Little(93));
        var stream = new List<byte>(new byte[16]);
        foreach (var (table, content) in tables)
        {
            Put(document, PairsAt + 8 * table, BitConverter.GetBytes(stream.Count));
            Put(document, PairsAt + 8 * table + 4, BitConverter.GetBytes(content.Length));
            stream.AddRange(content);
        }

        return [.. stream];
    }

    // Every second line of narrow text a piece of its own, so that both kinds meet.
    (byte[] Table, byte[] Body, int[] Offsets) Pieces(string text)
    {
        var (places, data, body, offsets) = (new List<int> { 0 }, new List<byte>(), new List<byte>(), new List<int>());
        for (var from = 0; from < text.Length;)
        {
            var to = HasNarrowPieces ? text.IndexOf('\r', from) + 1 : text.Length;
            to = to <= from ? text.Length : to;
            var piece = text[from..to];
            var isNarrow = HasNarrowPieces && piece.All(c => c < 0x80);
            var at = TextAt + body.Count;
            for (var i = 0; i < piece.Length; i++)
                offsets.Add(at + i * (isNarrow ? 1 : 2));
            body.AddRange(isNarrow ? Encoding.ASCII.GetBytes(piece) : Encoding.Unicode.GetBytes(piece));
            places.Add(to);
            data.AddRange([0, 0, .. BitConverter.GetBytes(isNarrow ? at * 2 | 0x40000000 : at), 0, 0]);
            from = to;
        }

        offsets.Add(TextAt + body.Count);
        return ([.. places.SelectMany(BitConverter.GetBytes), .. data], [.. body], [.. offsets]);
    }

    static List<(int From, int To, byte[] Properties)> Stretches(List<(int Story, int From, int To, byte[] Properties)> all, int[] starts, int[] offsets) =>
        [.. all.Select(s => (offsets[starts[s.Story] + s.From], offsets[starts[s.Story] + s.To - 1] + 1, s.Properties)).OrderBy(s => s.Item1)];

    // A page for each stretch wastes space and keeps this short.
    static byte[] Pages(List<byte> document, List<(int From, int To, byte[] Properties)> stretches, bool ofParagraphs)
    {
        var (places, numbers) = (new List<byte>(), new List<byte>());
        foreach (var (from, to, properties) in stretches)
        {
            var page = new byte[Page];
            page[Page - 1] = 1;
            Put(page, 0, BitConverter.GetBytes(from));
            Put(page, 4, BitConverter.GetBytes(to));
            page[8] = 32;
            // Characters: the length in bytes. Paragraphs: 0, then in words.
            page[64] = ofParagraphs ? (byte)0 : (byte)properties.Length;
            if (ofParagraphs)
                page[65] = (byte)((properties.Length + 1) / 2);
            properties.CopyTo(page, ofParagraphs ? 66 : 65);
            places.AddRange(BitConverter.GetBytes(from));
            numbers.AddRange(BitConverter.GetBytes(document.Count / Page));
            document.AddRange(page);
        }

        return stretches.Count == 0 ? [] : [.. places, .. BitConverter.GetBytes(stretches[^1].To), .. numbers];
    }

    public static byte[] Little(ushort value) => BitConverter.GetBytes(value);

    static byte[] Join(byte[][] parts) => [.. parts.SelectMany(p => p)];

    static void Put(byte[] into, int at, byte[] bytes) => bytes.CopyTo(into, at);
}
