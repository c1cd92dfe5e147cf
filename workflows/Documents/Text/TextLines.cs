using System.Text;

namespace Asan.Documents.Text;

/// <summary>The lines of a text, one at a time; a line that is too long to be held comes in pieces.</summary>
/// <param name="longest">How many characters a line, or a piece of one, has at most.</param>
sealed class TextLines(TextReader reader, int longest = TextLines.Longest)
{
    public const int Longest = 16 * 1024;

    readonly char[] buffer = new char[16 * 1024];
    readonly StringBuilder pending = new();
    int at, end;
    bool isWithin;

    /// <summary>Which line of the text was read last, from 1; pieces of one have the same number.</summary>
    public int Number { get; private set; }

    /// <summary>The next line without its end, or the next piece of it; null behind the last.</summary>
    public string? Read()
    {
        if (!Fill() && !isWithin)
            return null;
        if (!isWithin)
            Number++;
        isWithin = true;
        while (Fill())
        {
            var rest = buffer.AsSpan(at, end - at);
            var length = rest.IndexOfAny('\n', '\r');
            var taken = length < 0 ? rest.Length : length;
            if (pending.Length + taken > longest)
                return Piece(rest[..(longest - pending.Length)]);
            pending.Append(rest[..taken]);
            at += taken;
            if (length >= 0)
            {
                SkipEnd();
                break;
            }
        }

        isWithin = false;
        return Take();
    }

    // Between words where one ends in the last part, else between letters.
    string Piece(ReadOnlySpan<char> added)
    {
        at += added.Length;
        pending.Append(added);
        var cut = pending.Length;
        while (cut > longest * 3 / 4 && !char.IsWhiteSpace(pending[cut - 1]))
            cut--;
        if (cut <= longest * 3 / 4)
            cut = char.IsHighSurrogate(pending[^1]) ? pending.Length - 1 : pending.Length;
        var piece = pending.ToString(0, cut);
        pending.Remove(0, cut);
        return piece;
    }

    string Take()
    {
        var line = pending.ToString();
        pending.Clear();
        return line;
    }

    void SkipEnd()
    {
        var isReturn = buffer[at++] == '\r';
        if (isReturn && Fill() && buffer[at] == '\n')
            at++;
    }

    bool Fill()
    {
        if (at == end)
            (at, end) = (0, reader.Read(buffer));
        return at < end;
    }
}
