using System.Buffers.Binary;
using Asan.Workflows.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Asan.Workflows.Search.Index;

/// <summary>Writes one segment in the caller's transaction: terms come in order, one block at a time is in memory.</summary>
sealed class SegmentWriting : IAsyncDisposable
{
    readonly NpgsqlConnection connection;
    readonly NpgsqlBinaryImporter copy;
    readonly BlockWriter block = new();
    readonly ByteBuffer directory = new();
    long terms;
    int blocks;

    SegmentWriting(NpgsqlConnection connection, NpgsqlBinaryImporter copy, long id) => (this.connection, this.copy, Id) = (connection, copy, id);

    public long Id { get; }

    public static async Task<SegmentWriting> BeginAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var id = await connection.ScalarAsync<long>("SELECT nextval(pg_get_serial_sequence('docs.segment', 'id'))", [], ct);
        var copy = await connection.BeginBinaryImportAsync("COPY docs.posting (segment_id, block, term, body) FROM STDIN (FORMAT BINARY)", ct);
        return new(connection, copy, id);
    }

    /// <summary>Terms above the one before, as unsigned numbers.</summary>
    public async ValueTask AddAsync(ulong term, PostingListWriter list, CancellationToken ct)
    {
        if (block.IsFullFor(list))
            await FlushAsync(ct);
        block.Add(term, list);
        terms++;
    }

    public async Task CompleteAsync(SegmentContents contents, CancellationToken ct)
    {
        if (!block.IsEmpty)
            await FlushAsync(ct);
        await copy.CompleteAsync(ct);
        await copy.DisposeAsync();
        await connection.ExecuteAsync("""
            INSERT INTO docs.segment (id, chunks, tokens, terms, blocks, contents, directory)
            OVERRIDING SYSTEM VALUE
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                Sql.Value(Id), Sql.Value(contents.Chunks), Sql.Value(contents.Tokens), Sql.Value(terms), Sql.Value(blocks)
                , Sql.Value(contents.ToBytes()), Sql.Value(directory.Written.ToArray()),
            ], ct);
    }

    public ValueTask DisposeAsync() => copy.DisposeAsync();

    async ValueTask FlushAsync(CancellationToken ct)
    {
        var first = block.FirstTerm;
        BinaryPrimitives.WriteUInt64LittleEndian(directory.Take(PostingBlock.TermBytes), first);
        await copy.StartRowAsync(ct);
        await copy.WriteAsync(Id, NpgsqlDbType.Bigint, ct);
        await copy.WriteAsync(blocks++, NpgsqlDbType.Integer, ct);
        await copy.WriteAsync(unchecked((long)first), NpgsqlDbType.Bigint, ct);
        await copy.WriteAsync(block.Take(), NpgsqlDbType.Bytea, ct);
    }
}
