using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>
/// Where the text lies ([MS-DOC] 2.4.1): pieces, each a stretch of the file in letters of one byte or two. Their order is the text's; the file's is
/// that of the writer's edits.
/// </summary>
sealed class PieceTable
{
    const byte PropertiesMark = 1;
    const byte TableMark = 2;
    const int PieceLength = 8;
    const int OneByteFlag = 0x40000000;

    // What is between 0x80 and 0x9F in letters of one byte, as Windows has it.
    const string Windows1252 = "\u0080\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    readonly ReadOnlyMemory<byte> document;
    readonly List<Piece> pieces = [];
    readonly List<ReadOnlyMemory<byte>> properties = [];

    PieceTable(ReadOnlyMemory<byte> document) => this.document = document;

    /// <summary>All pieces, in the order of the text.</summary>
    public IReadOnlyList<Piece> Pieces => pieces;

    /// <summary>Characters of all pieces together.</summary>
    public int Length => pieces.Count == 0 ? 0 : pieces[^1].End;

    /// <summary>False when pieces lie outside the file, or the table contradicts itself.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <param name="clx">The piece table as the table stream has it.</param>
    public static PieceTable Read(ReadOnlyMemory<byte> document, ReadOnlyMemory<byte> clx)
    {
        var table = new PieceTable(document);
        long at = 0;
        while (U8(clx.Span, at) == PropertiesMark && at < clx.Length)
        {
            var length = U16(clx.Span, at + 1);
            table.properties.Add(LittleEndian.Slice(clx, at + 3, length));
            at += 3 + length;
        }

        if (U8(clx.Span, at) == TableMark)
            table.AddAll(new Plc(LittleEndian.Slice(clx, at + 5, (uint)I32(clx.Span, at + 1)), PieceLength));
        return table;
    }

    /// <summary>For a document whose piece table is lost: the text from where it begins, in one piece.</summary>
    public static PieceTable Guess(ReadOnlyMemory<byte> document, int at, int length)
    {
        var table = new PieceTable(document) { IsWhole = false };
        var there = Math.Min(length, Math.Max(0, document.Length - Math.Max(at, 0)));
        if (at > 0 && there > 0)
            table.pieces.Add(new(0, there, at, IsWide: false, default));
        return table;
    }

    void AddAll(Plc plc)
    {
        var last = 0;
        // Text is in the file, so there cannot be more of it than there is file: pieces may lie over each other, but not without end.
        long left = document.Length;
        for (var i = 0; i < plc.Count; i++)
        {
            var (start, end) = (plc.Place(i), plc.Place(i + 1));
            if (start != last || end <= start || (left -= end - start) < 0)
            {
                IsWhole = false;
                return;
            }

            var data = plc.Data(i);
            var where = I32(data, 2);
            var isWide = (where & OneByteFlag) == 0;
            var at = isWide ? where & ~OneByteFlag : (where & ~OneByteFlag) / 2;
            pieces.Add(new(start, end, at, isWide, PropertiesOf(U16(data, 6))));
            IsWhole &= at >= 0 && at + (long)(end - start) * (isWide ? 2 : 1) <= document.Length;
            last = end;
        }
    }

    // A piece may change properties of all it holds: by one change that fits two bytes, or by a list kept in front of the table.
    ReadOnlyMemory<byte> PropertiesOf(ushort modifier)
    {
        if ((modifier & 1) == 0)
            return default; // the short form changes nothing that is read here
        var index = modifier >> 1;
        return index < properties.Count ? properties[index] : default;
    }

    /// <summary>The text of a piece. What lies outside the file is missing at the end.</summary>
    public void Write(Piece piece, Span<char> into)
    {
        var bytes = document.Span;
        for (var i = 0; i < into.Length; i++)
        {
            if (piece.IsWide)
            {
                into[i] = (char)U16(bytes, piece.At + 2L * i);
            }
            else
            {
                var one = U8(bytes, (long)piece.At + i);
                into[i] = one is >= 0x80 and < 0xA0 ? Windows1252[one - 0x80] : (char)one;
            }
        }
    }

    /// <summary>Where in the file a character lies; -1 for one that is in no piece.</summary>
    public long FileOffset(int place)
    {
        var piece = Find(place);
        return piece < 0 ? -1 : pieces[piece].At + (long)(place - pieces[piece].Start) * (pieces[piece].IsWide ? 2 : 1);
    }

    public int Find(int place)
    {
        int low = 0, high = pieces.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (place < pieces[middle].Start)
                high = middle - 1;
            else if (place >= pieces[middle].End)
                low = middle + 1;
            else
                return middle;
        }

        return -1;
    }
}
