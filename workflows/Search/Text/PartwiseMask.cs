using System.Text;

namespace Asan.Workflows.Search.Text;

/// <summary>
/// Masks a text that comes in parts. What is sure is given out: whole lines, when enough stands behind them that no identifier can begin in them and go on in
/// text that is still to come. A line that is too long to be waited for is cut between words.
/// </summary>
sealed class PartwiseMask
{
    const int LongestLine = 64 << 10;
    const int WorthLooking = 16 << 10;

    readonly Decoder decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetDecoder();
    readonly FoldedText folded = new();
    readonly PatientColumns columns = new();
    char[] pending = [];
    int length, looked;

    /// <summary>What can be given out after this part.</summary>
    public byte[] Next(ReadOnlySpan<byte> part)
    {
        Append(part, isLast: false);
        return length - looked >= WorthLooking ? Take(isLast: false) : [];
    }

    /// <summary>The rest.</summary>
    public byte[] End()
    {
        Append([], isLast: true);
        return Take(isLast: true);
    }

    void Append(ReadOnlySpan<byte> part, bool isLast)
    {
        var needed = length + decoder.GetCharCount(part, isLast);
        if (needed > pending.Length)
            Array.Resize(ref pending, Math.Max(needed, pending.Length * 2));
        length += decoder.GetChars(part, pending.AsSpan(length), isLast);
    }

    byte[] Take(bool isLast)
    {
        Folding.Fold(pending.AsSpan(0, length), folded);
        var (found, whole) = (new List<(int Start, int Length)>(), new List<(int Start, int Length)>());
        PersonalIdentifiers.FindForms(folded.Letters, found, whole);
        var cut = isLast ? length : Cut(whole);
        if (cut == 0)
        {
            looked = length;
            return [];
        }

        var letters = folded.Before(cut);
        found.RemoveAll(identifier => identifier.Start >= letters);
        columns.Read(folded.Letters[..letters], found);
        if (pending[cut - 1] != '\n')
            columns.LeaveLine();
        PersonalIdentifiers.Mask(pending.AsSpan(0, length), folded, found);

        var bytes = Encoding.UTF8.GetBytes(pending, 0, cut);
        pending.AsSpan(cut..length).CopyTo(pending);
        looked = length -= cut;
        return bytes;
    }

    int Cut(List<(int Start, int Length)> identifiers)
    {
        var sure = Math.Max(0, length - PersonalIdentifiers.Longest);
        for (var cut = sure; (cut = pending.AsSpan(0, cut).LastIndexOf('\n') + 1) > 0; cut--)
            if (!IsInside(cut, identifiers))
                return cut;
        if (sure < LongestLine)
            return 0;

        var between = sure;
        while (between > sure - PersonalIdentifiers.Longest && (char.IsAsciiLetterOrDigit(pending[between - 1]) || IsInside(between, identifiers)))
            between--;
        return char.IsLowSurrogate(pending[between]) ? between - 1 : between;
    }

    bool IsInside(int cut, List<(int Start, int Length)> identifiers)
    {
        foreach (var (start, identifierLength) in identifiers)
            if (folded.Place(start) < cut && cut < folded.PlaceBehind(start + identifierLength - 1))
                return true;
        return false;
    }
}
