using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>The file information block ([MS-DOC] 2.5): how long each story is, and where each table lies.</summary>
sealed class Fib
{
    const ushort Word97 = 0xA5EC;
    const ushort Word6 = 0xA5DC;
    // The first version of the format that Word 97 wrote.
    const ushort FirstVersion = 0x00C1;
    const int PairsAt = 0x9A;
    const int Length = 0x9A + 8 * 94;

    readonly ReadOnlyMemory<byte> bytes;

    Fib(ReadOnlyMemory<byte> bytes) => this.bytes = bytes;

    /// <exception cref="RefusedException">It is no document of Word 97 or newer, or it is encrypted.</exception>
    public static Fib Read(ReadOnlyMemory<byte> document, ParseOptions options)
    {
        var bytes = document.Span;
        var magic = U16(bytes, 0);
        if (magic is Word6 || (magic == Word97 && U16(bytes, 2) < FirstVersion && U16(bytes, 0x20) < 14))
            throw new RefusedException(RefusalCodes.LegacyFormat, "This is a document of Word 6 or 95. Open it in Word and save it as DOCX.");
        if (magic != Word97 || bytes.Length < PairsAt)
            throw new RefusedException(RefusalCodes.Damaged, "The document's head is damaged.");
        if ((U16(bytes, 0xA) & 0x100) != 0)
            throw options.Password is null
                ? new RefusedException(RefusalCodes.PasswordRequired, "The document is protected by a password.")
                : new RefusedException(RefusalCodes.UnsupportedEncryption, "Protected documents of this format are not opened here. Save it without a password.");
        return new(LittleEndian.Slice(document, 0, Length));
    }

    /// <summary>As the writer numbers it: 193 is Word 97, 274 is Word 2007.</summary>
    public int Version => U16(bytes.Span, 2);

    public string TableStream => (U16(bytes.Span, 0xA) & 0x200) != 0 ? "1Table" : "0Table";

    public string OtherTableStream => (U16(bytes.Span, 0xA) & 0x200) != 0 ? "0Table" : "1Table";

    /// <summary>Where the text begins, for a document whose piece table is lost.</summary>
    public int TextAt => I32(bytes.Span, 0x18);

    /// <summary>Characters of each story, in the order in which they follow each other.</summary>
    public IReadOnlyList<int> StoryLengths =>
        [Characters(0x4C), Characters(0x50), Characters(0x54), Characters(0x58), Characters(0x5C), Characters(0x60), Characters(0x64), Characters(0x68)];

    /// <summary>A table of the table stream: where it lies and how long it is.</summary>
    public (long At, long Length) this[FibTable table]
    {
        get
        {
            // How many pairs there are, the block says itself.
            if ((int)table >= U16(bytes.Span, 0x98))
                return (0, 0);
            var at = PairsAt + 8 * (int)table;
            return ((uint)I32(bytes.Span, at), (uint)I32(bytes.Span, at + 4));
        }
    }

    int Characters(int at) => Math.Max(0, I32(bytes.Span, at));
}
