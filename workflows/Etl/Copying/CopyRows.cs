using System.Buffers;
using System.Buffers.Binary;
using Npgsql;

namespace Asan.Workflows.Etl.Copying;

/// <summary>
/// Writes rows in PostgreSQL's binary COPY format straight from the bytes of a file: no string and no boxed value on the way. While one
/// buffer is on its way to the server the next one is filled, so that parsing and the server's work overlap.
/// </summary>
/// <remarks>Nothing is imported unless <see cref="CompleteAsync"/> ran: disposing without it cancels the COPY.</remarks>
sealed class CopyRows(NpgsqlRawCopyStream stream, int columns) : IAsyncDisposable
{
    const int FlushAt = 1 << 17;

    // Eleven bytes of signature, no flags, no extension.
    static readonly byte[] Header = [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    byte[] filling = Filled(Header);
    byte[] sent = ArrayPool<byte>.Shared.Rent(2 * FlushAt);
    int length = Header.Length;
    int row;
    Task sending = Task.CompletedTask;
    bool completed;

    /// <summary>Begins a COPY of the columns that the statement names: <c>COPY t (a, b) FROM STDIN (FORMAT binary)</c>.</summary>
    public static async Task<CopyRows> BeginAsync(NpgsqlConnection connection, string copy, int columns, CancellationToken ct) =>
        new(await connection.BeginRawBinaryCopyAsync(copy, ct), columns);

    public void BeginRow()
    {
        row = length;
        BinaryPrimitives.WriteInt16BigEndian(Take(2), (short)columns);
    }

    /// <summary>Takes back what was written of this row.</summary>
    public void DropRow() => length = row;

    public void Null() => BinaryPrimitives.WriteInt32BigEndian(Take(4), -1);

    public void Text(ReadOnlySpan<byte> utf8) => utf8.CopyTo(Value(utf8.Length));

    public void Integer(int value) => BinaryPrimitives.WriteInt32BigEndian(Value(4), value);

    /// <summary>Days since 2000-01-01.</summary>
    public void Date(int days) => BinaryPrimitives.WriteInt32BigEndian(Value(4), days);

    /// <summary>Microseconds since 2000-01-01.</summary>
    public void Timestamp(long microseconds) => BinaryPrimitives.WriteInt64BigEndian(Value(8), microseconds);

    public void Number(Numeric number) => number.WriteTo(Value(number.Size));

    /// <summary>Hands full buffers to the server; call between rows.</summary>
    public ValueTask FlushIfFullAsync(CancellationToken ct) => length < FlushAt ? ValueTask.CompletedTask : new(FlushAsync(ct));

    /// <summary>Ends the COPY: from here on the rows are the transaction's.</summary>
    public async Task CompleteAsync(CancellationToken ct)
    {
        BinaryPrimitives.WriteInt16BigEndian(Take(2), -1);
        await FlushAsync(ct);
        await sending;
        completed = true;
        await stream.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!completed)
            await CancelAsync();

        ArrayPool<byte>.Shared.Return(filling);
        ArrayPool<byte>.Shared.Return(sent);
    }

    async Task CancelAsync()
    {
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // its fault is the one that is on its way up
        try
        {
            await stream.CancelAsync();
        }
        catch (Exception e) when (e is NpgsqlException or ObjectDisposedException)
        {
            // The server or the connection has ended the COPY already: that fault is on its way up, and must not be hidden by this one.
        }
    }

    async Task FlushAsync(CancellationToken ct)
    {
        await sending;
        (filling, sent) = (sent, filling);
        sending = stream.WriteAsync(sent.AsMemory(0, length), ct).AsTask();
        length = 0;
    }

    Span<byte> Value(int size)
    {
        BinaryPrimitives.WriteInt32BigEndian(Take(4), size);
        return Take(size);
    }

    Span<byte> Take(int size)
    {
        if (length + size > filling.Length)
            Grow(length + size);
        length += size;
        return filling.AsSpan(length - size, size);
    }

    void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * size);
        filling.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(filling);
        filling = larger;
    }

    static byte[] Filled(byte[] header)
    {
        var rented = ArrayPool<byte>.Shared.Rent(2 * FlushAt);
        header.CopyTo(rented, 0);
        return rented;
    }
}
