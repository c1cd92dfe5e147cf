using System.Text;

namespace Asan.Documents.Csv;

/// <summary>
/// The records of delimited text (RFC 4180, and what real files make of it), one at a time: line breaks and delimiters in quotes are text. A quote that is never
/// closed is a letter, so that it does not swallow the rest of the file.
/// </summary>
/// <param name="longest">How many characters a field may have.</param>
sealed class CsvRecords(TextReader reader, char delimiter, int longest)
{
    // Each costs a look ahead over the longest field; a file with many means something else by its quotes.
    const int MostUnclosed = 100;

    readonly StringBuilder field = new();
    char[] buffer = new char[32 * 1024];
    int at, end;
    bool isOver;

    /// <summary>How many quotes were never closed.</summary>
    public int Unclosed { get; private set; }

    /// <summary>Reads the next record; a line with nothing in it is one of a single empty field.</summary>
    /// <param name="most">How many fields to keep; those beyond are only counted.</param>
    /// <returns>How many fields it has; 0 behind the last record.</returns>
    /// <exception cref="RefusedException">A field is too long.</exception>
    public int Read(List<string> fields, int most)
    {
        fields.Clear();
        if (!Has(0))
            return 0;
        for (var count = 1; ; count++)
        {
            var text = ReadField();
            if (count <= most)
                fields.Add(text);
            if (!Has(0))
                return count;
            var c = buffer[at++];
            if (c == delimiter)
                continue;
            if (c == '\r' && Has(0) && buffer[at] == '\n')
                at++;
            return count;
        }
    }

    // Stands at the delimiter, the line's end, or the end of all afterwards.
    string ReadField()
    {
        if (Has(0) && buffer[at] == '"' && Unclosed < MostUnclosed)
        {
            if (ReadQuoted() is { } quoted)
                return quoted;
            Unclosed++;
        }

        var length = 0;
        while (Has(length))
        {
            var rest = buffer.AsSpan(at + length, end - at - length);
            var found = rest.IndexOfAny(delimiter, '\n', '\r');
            length += found < 0 ? rest.Length : found;
            if (length > longest)
                throw new RefusedException(RefusalCodes.CellTooLarge, $"A field has more than {longest:N0} characters.");
            if (found >= 0)
                break;
        }

        var text = new string(buffer, at, length);
        at += length;
        return text;
    }

    string? ReadQuoted()
    {
        field.Clear();
        for (var i = 1; Has(i) && i <= longest;)
        {
            var rest = buffer.AsSpan(at + i, end - at - i);
            var length = rest.IndexOf('"');
            field.Append(length < 0 ? rest : rest[..length]);
            i += length < 0 ? rest.Length : length + 1;
            if (length < 0)
                continue;
            if (!Has(i) || buffer[at + i] == delimiter || buffer[at + i] is '\n' or '\r')
            {
                at += i;
                return field.ToString();
            }

            field.Append('"');
            if (buffer[at + i] == '"')
                i++;
        }

        return null;
    }

    // Whether there is a character so far ahead; what is read stays until it is passed.
    bool Has(int ahead)
    {
        while (at + ahead >= end)
        {
            if (isOver)
                return false;
            if (at > 0 && end == buffer.Length)
            {
                buffer.AsSpan(at, end - at).CopyTo(buffer);
                (at, end) = (0, end - at);
            }

            if (end == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            var got = reader.Read(buffer, end, buffer.Length - end);
            end += got;
            isOver = got == 0;
        }

        return true;
    }
}
