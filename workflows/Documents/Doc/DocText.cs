namespace Asan.Documents.Doc;

/// <summary>All characters of a document, the stories behind each other, with the properties that the pages give them.</summary>
sealed class DocText
{
    readonly PieceTable pieces;
    readonly FormattedPages characterPages;
    readonly FormattedPages paragraphPages;
    readonly ReadOnlyMemory<byte> data;
    readonly char[] characters;
    readonly CharacterProperties?[] ofStretch;

    public DocText(PieceTable pieces, FormattedPages characterPages, FormattedPages paragraphPages, ReadOnlyMemory<byte> data)
    {
        (this.pieces, this.characterPages, this.paragraphPages, this.data) = (pieces, characterPages, paragraphPages, data);
        ofStretch = new CharacterProperties?[characterPages.Count];
        characters = new char[pieces.Length];
        foreach (var piece in pieces.Pieces)
            pieces.Write(piece, characters.AsSpan(piece.Start, piece.End - piece.Start));
    }

    public int Length => characters.Length;

    public char this[int place] => characters[place];

    public ReadOnlySpan<char> Slice(int from, int to) => characters.AsSpan(from, to - from);

    /// <summary>The stretches between two places, each of one kind of character.</summary>
    public IEnumerable<(int From, int To, CharacterProperties Properties)> Runs(int from, int to)
    {
        while (from < to)
        {
            var index = pieces.Find(from);
            if (index < 0)
                yield break;
            var piece = pieces.Pieces[index];
            var end = Math.Min(to, piece.End);
            var width = piece.IsWide ? 2 : 1;
            var offset = piece.At + (long)(from - piece.Start) * width;
            for (var stretch = characterPages.FindFrom(offset); from < end;)
            {
                var (next, properties) = Stretch(ref stretch, offset);
                // A stretch ends at a byte; the character that holds it belongs to it.
                var length = (int)Math.Min(end - from, Math.Max(1, (next - offset + width - 1) / width));
                yield return (from, from + length, piece.Properties.IsEmpty ? properties : properties.With(piece.Properties.Span));
                from += length;
                offset += (long)length * width;
            }
        }
    }

    (long Next, CharacterProperties Properties) Stretch(ref int stretch, long offset)
    {
        while (stretch < characterPages.Count && characterPages[stretch].End <= offset)
            stretch++;
        if (stretch >= characterPages.Count)
            return (long.MaxValue, CharacterProperties.Plain);
        if (characterPages[stretch].Start > offset)
            return (characterPages[stretch].Start, CharacterProperties.Plain);
        return (characterPages[stretch].End, ofStretch[stretch] ??= CharacterProperties.Plain.With(characterPages[stretch].Properties.Span));
    }

    /// <summary>The properties of the character at a place.</summary>
    public CharacterProperties CharacterAt(int place)
    {
        foreach (var (_, _, properties) in Runs(place, place + 1))
            return properties;
        return CharacterProperties.Plain;
    }

    /// <summary>The properties of the paragraph that ends at a place.</summary>
    public ParagraphProperties ParagraphAt(int end)
    {
        var stretch = paragraphPages.Find(pieces.FileOffset(end));
        if (stretch < 0)
            return ParagraphProperties.Plain;
        var list = paragraphPages[stretch].Properties.Span;
        var properties = list.Length < 2
            ? ParagraphProperties.Plain
            : (ParagraphProperties.Plain with { Style = LittleEndian.U16(list, 0) }).With(list[2..], data);
        var piece = pieces.Pieces[pieces.Find(end)];
        return piece.Properties.IsEmpty ? properties : properties.With(piece.Properties.Span, data);
    }
}
