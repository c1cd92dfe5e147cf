using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Asan.Synthesize.Output;

/// <summary>One CSV file, written forward only: fields in the header's order, each row closed by <see cref="End"/>.</summary>
sealed class CsvFile : IDisposable
{
    // No field but text is longer than this, and text asks for its own room.
    const int Room = 64;

    static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    readonly FileStream stream;
    readonly byte[] buffer = new byte[1 << 17];
    readonly int columns;
    int used;
    int column;

    public CsvFile(string path, string header)
    {
        stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        columns = header.AsSpan().Count(',') + 1;
        used = Encoding.UTF8.GetBytes(header, buffer);
        buffer[used++] = (byte)'\n';
    }

    public long Rows { get; private set; }

    public CsvFile Empty()
    {
        Separate(Room);
        return this;
    }

    public CsvFile Empty(int fields)
    {
        for (var i = 0; i < fields; i++)
            Empty();
        return this;
    }

    public CsvFile Text(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return Empty();

        if (value.AsSpan().ContainsAny(Quoted))
            value = $"\"{value.Replace("\"", "\"\"")}\"";
        Separate(value.Length * 3);
        used += Encoding.UTF8.GetBytes(value, buffer.AsSpan(used));
        return this;
    }

    public CsvFile Id(Uuid? value) => value is { } id ? Id(id) : Empty();

    public CsvFile Id(Uuid value)
    {
        Separate(Room);
        value.Write(buffer.AsSpan(used));
        used += Uuid.Length;
        return this;
    }

    public CsvFile Number(long value)
    {
        Separate(Room);
        Digits(value);
        return this;
    }

    /// <summary>A number given in its smallest step: (1234, 2) is 12.34.</summary>
    public CsvFile Scaled(long value, int decimals)
    {
        Separate(Room);
        if (value < 0)
            buffer[used++] = (byte)'-';
        var (whole, rest) = Math.DivRem(Math.Abs(value), decimals switch { 0 => 1, 1 => 10, 2 => 100, 3 => 1_000, _ => 1_000_000 });
        Digits(whole);
        if (decimals > 0)
        {
            buffer[used++] = (byte)'.';
            Padded((int)rest, decimals > 3 ? 6 : decimals);
        }
        return this;
    }

    /// <summary>Money, held in cents.</summary>
    public CsvFile Cents(long value) => Scaled(value, 2);

    public CsvFile Day(DateOnly? value) => value is { } day ? Day(day) : Empty();

    public CsvFile Day(DateTime value) => Day(DateOnly.FromDateTime(value));

    public CsvFile Day(DateTime? value) => value is { } time ? Day(time) : Empty();

    public CsvFile Day(DateOnly value)
    {
        Separate(Room);
        Date(value);
        return this;
    }

    public CsvFile Time(DateTime? value) => value is { } time ? Time(time) : Empty();

    public CsvFile Time(DateTime value)
    {
        Separate(Room);
        Date(DateOnly.FromDateTime(value));
        buffer[used++] = (byte)'T';
        var seconds = (int)(value.TimeOfDay.Ticks / TimeSpan.TicksPerSecond);
        Padded(seconds / 3600, 2);
        buffer[used++] = (byte)':';
        Padded(seconds / 60 % 60, 2);
        buffer[used++] = (byte)':';
        Padded(seconds % 60, 2);
        buffer[used++] = (byte)'Z';
        return this;
    }

    /// <summary>Closes the row. A row with too few or too many fields is a mistake in this program and stops it.</summary>
    public void End()
    {
        if (column != columns)
            throw new InvalidOperationException($"{Path.GetFileName(stream.Name)}: a row of {column} fields where the header has {columns}");
        buffer[used++] = (byte)'\n';
        column = 0;
        Rows++;
    }

    public void Dispose()
    {
        if (!stream.CanWrite)
            return;
        Flush();
        stream.Dispose();
    }

    void Separate(int room)
    {
        if (buffer.Length - used < room + 2)
            Flush();
        if (column++ > 0)
            buffer[used++] = (byte)',';
    }

    void Flush()
    {
        stream.Write(buffer, 0, used);
        used = 0;
    }

    void Date(DateOnly value)
    {
        var (year, month, day) = value;
        Padded(year, 4);
        buffer[used++] = (byte)'-';
        Padded(month, 2);
        buffer[used++] = (byte)'-';
        Padded(day, 2);
    }

    void Digits(long value)
    {
        Utf8Formatter.TryFormat(value, buffer.AsSpan(used), out var written);
        used += written;
    }

    void Padded(int value, int width)
    {
        for (var i = used + width - 1; i >= used; i--, value /= 10)
            buffer[i] = (byte)('0' + value % 10);
        used += width;
    }
}
