using System.Buffers;

namespace Asan.Workflows.Etl.Csv;

/// <summary>
/// Reads delimited records from a stream over one pooled buffer, without a string per field. A record that is not well formed is one
/// fault, and reading goes on at the next line of the file: a stray quote costs the line it stands on, never the lines behind it.
/// Where no dialect is given the first line tells.
/// </summary>
/// <remarks>What a field or the record gives is valid until the next read.</remarks>
sealed class CsvReader(Stream stream, CsvDialect? dialect, CsvLimits limits, int bufferSize = 1 << 18) : IDisposable
{
    const byte Quote = (byte)'"';
    const byte LineFeed = (byte)'\n';
    const byte Return = (byte)'\r';

    enum Found { Record, End, More }

    readonly (int Start, int Length, bool Doubled)[] fields = new (int, int, bool)[limits.Columns];
    // A packed stream gives little at a time; a long record would be scanned again for each piece.
    readonly int leastRead = bufferSize / 4;
    byte[] buffer = ArrayPool<byte>.Shared.Rent(bufferSize);
    int first, past; // this record, its line feed included
    int next, filled; // what is not read yet
    int nextLine = 1;
    bool begun, ended;
    bool skipping; // the rest of a line that was a fault is still to come
    long reread;

    /// <summary>The line of the file on which this record starts; the first line is 1.</summary>
    public int Line { get; private set; }

    /// <summary>How many fields this record has; 0 when it is a fault.</summary>
    public int Count { get; private set; }

    /// <summary>Why this record is not well formed; null when it is.</summary>
    public string? Fault { get; private set; }

    /// <summary>How many fields each record must have; 0 while the header is not known.</summary>
    public int Expected { get; set; }

    /// <summary>The record as it stands in the file, its quotes and delimiters included.</summary>
    public ReadOnlySpan<byte> Record => buffer.AsSpan(first, past - first);

    /// <summary>A field, its quotes taken off.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ref var field = ref fields[index];
            if (field.Doubled)
                field = (field.Start, Undouble(buffer.AsSpan(field.Start, field.Length)), false);
            return buffer.AsSpan(field.Start, field.Length);
        }
    }

    /// <summary>Goes to the next record, well formed or not.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="InvalidDataException">Quotes match so badly that the file cannot be meant as this dialect.</exception>
    public ValueTask<bool> ReadAsync(CancellationToken ct) => Next() switch
    {
        Found.Record => new(true),
        Found.End => new(false),
        _ => ReadMoreAsync(ct),
    };

    public void Dispose()
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    async ValueTask<bool> ReadMoreAsync(CancellationToken ct)
    {
        while (true)
        {
            await FillAsync(ct);
            if (Next() is var found and not Found.More)
                return found == Found.Record;
        }
    }

    async ValueTask FillAsync(CancellationToken ct)
    {
        buffer.AsSpan(next, filled - next).CopyTo(buffer);
        (filled, next) = (filled - next, 0);
        if (buffer.Length - filled < leastRead)
            Grow();

        var read = await stream.ReadAtLeastAsync(buffer.AsMemory(filled), leastRead, throwOnEndOfStream: false, ct);
        filled += read;
        ended = read < leastRead;
        if (!begun && buffer.AsSpan(0, filled).StartsWith("\uFEFF"u8))
            next = 3;
        dialect ??= CsvDialect.Of(buffer.AsSpan(next, filled - next));
        begun = true;
    }

    void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    Found Next()
    {
        if (skipping && !Skip())
            return ended ? Found.End : Found.More;

        while (next < filled && buffer[next] is LineFeed or Return && EmptyLine() is > 0 and var length)
        {
            next += length;
            nextLine++;
        }

        return next < filled ? Scan() : ended ? Found.End : Found.More;
    }

    bool Skip()
    {
        var lineFeed = buffer.AsSpan(next, filled - next).IndexOf(LineFeed);
        next = lineFeed < 0 ? filled : next + lineFeed + 1;
        skipping = lineFeed < 0;
        nextLine += lineFeed < 0 ? 0 : 1;
        return !skipping;
    }

    int EmptyLine() => buffer[next] == LineFeed ? 1 : next + 1 < filled && buffer[next + 1] == LineFeed ? 2 : 0;

    Found Scan()
    {
        (first, Line, Count, Fault) = (next, nextLine, 0, null);
        for (var at = first; ;)
        {
            if (Count == fields.Length)
                return Fail($"more than {fields.Length} fields", at);

            int behind;
            if (dialect!.Quotes && at < filled && buffer[at] == Quote)
            {
                var close = Close(at + 1, out var doubled);
                if (close < 0)
                    return More("a quote that is never closed");

                fields[Count++] = (at + 1, close - at - 1, doubled);
                nextLine += buffer.AsSpan(at + 1, close - at - 1).Count(LineFeed);
                behind = close + 1;
                if (behind < filled && buffer[behind] == Return)
                    behind++;
                if (behind == filled)
                    return ended ? Done(behind) : More("");
                if (buffer[behind] != LineFeed && (buffer[behind] != dialect.Delimiter || buffer[behind - 1] == Return))
                    return Fail("text behind a closing quote", behind);
            }
            else
            {
                var length = buffer.AsSpan(at, filled - at).IndexOfAny(dialect.Delimiter, LineFeed);
                if (length < 0 && !ended)
                    return More("");

                behind = length < 0 ? filled : at + length;
                var last = behind == filled || buffer[behind] == LineFeed;
                fields[Count++] = (at, behind - at - (last && behind > at && buffer[behind - 1] == Return ? 1 : 0), false);
                if (behind == filled)
                    return Done(behind);
            }

            at = behind + 1;
            if (buffer[behind] == LineFeed)
                return Done(at);
        }
    }

    // The place of the quote that closes the field; -1 when it is not in the buffer.
    int Close(int from, out bool doubled)
    {
        doubled = false;
        for (var at = from; ; at += 2)
        {
            var quote = buffer.AsSpan(at, filled - at).IndexOf(Quote);
            if (quote < 0)
                return -1;

            at += quote;
            if (at + 1 == filled)
                return ended ? at : -1;
            if (buffer[at + 1] != Quote)
                return at;
            doubled = true;
        }
    }

    Found More(string faultAtEnd)
    {
        if (ended)
            return Fail(faultAtEnd, filled);
        if (filled - first > limits.Record)
            return Fail(TooLong, filled);

        nextLine = Line;
        return Found.More;
    }

    string TooLong => $"longer than {limits.Record} bytes";

    Found Done(int end)
    {
        if (end - first > limits.Record)
            return Fail(TooLong, end);
        if (Expected > 0 && Count != Expected)
            return Fail($"too {(Count > Expected ? "many" : "few")} fields: {Count} instead of {Expected}", end);

        next = past = end;
        nextLine++;
        return Found.Record;
    }

    // Going on at the very next line, and not behind what was scanned, keeps the lines that an unclosed quote ran over.
    Found Fail(string fault, int scanned)
    {
        (Fault, Count, nextLine) = (fault, 0, Line);
        next = first;
        skipping = true;
        Skip();
        past = next;
        reread += Math.Max(0, scanned - next);
        return reread <= limits.Reread ? Found.Record : throw new InvalidDataException($"the quotes up to line {Line} do not match");
    }

    static int Undouble(Span<byte> field)
    {
        var kept = 0;
        for (var at = 0; at < field.Length; at++)
        {
            field[kept++] = field[at];
            if (field[at] == Quote)
                at++;
        }

        return kept;
    }
}
