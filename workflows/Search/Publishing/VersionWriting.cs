using System.Text.Json;
using Asan.Workflows.Postgres;
using Asan.Workflows.Search.Chunking;
using Asan.Workflows.Search.Index;
using Asan.Workflows.Search.Text;
using Npgsql;
using NpgsqlTypes;

namespace Asan.Workflows.Search.Publishing;

/// <summary>
/// Writes one version in the caller's transaction, piece by piece: memory holds the postings of one segment, one part or one file at a time. Chunks come
/// first: content, files and warnings are there when all of them were read.
/// </summary>
sealed class VersionWriting
{
    readonly NpgsqlConnection connection;
    readonly Publication publication;
    readonly Guid id;
    readonly long key;
    readonly string[] labels;
    readonly int attributes;
    readonly ChunkTerms terms = new();
    int count;

    VersionWriting(NpgsqlConnection connection, Publication publication, long key, string[] labels, int attributes)
    {
        (this.connection, this.publication, this.key, this.labels, this.attributes) = (connection, publication, key, labels, attributes);
        id = NameBasedId.OfVersion(publication.DocumentId, publication.Sha256);
    }

    /// <summary>Begins outside of any transaction: what is drawn here is nobody else's to wait for.</summary>
    public static async Task<VersionWriting> BeginAsync(NpgsqlConnection connection, Publication publication, CancellationToken ct)
    {
        string[] labels = [.. publication.Labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var key = await connection.ScalarAsync<long>("SELECT nextval('docs.version_key')", [], ct);
        return new(connection, publication, key, labels, await AttributesAsync(connection, publication.Format, labels, ct));
    }

    /// <summary>Writes the chunks and their postings: a segment for as many as memory should hold at once.</summary>
    public async Task WriteChunksAsync(IAsyncEnumerable<Chunk> chunks, CancellationToken ct)
    {
        await using var source = chunks.GetAsyncEnumerator(ct);
        var builder = new SegmentBuilder();
        for (var more = await source.MoveNextAsync(); more;)
        {
            builder.BeginVersion(key, count, attributes);
            more = await CopyAsync(source, builder, ct);
            await builder.WriteAsync(connection, ct);
        }
    }

    async Task<bool> CopyAsync(IAsyncEnumerator<Chunk> source, SegmentBuilder builder, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY docs.chunk (version_key, ordinal, id, path, body, citation) FROM STDIN (FORMAT BINARY)", ct);
        bool more;
        do
        {
            var (path, body) = (source.Current.Path.Select(ShownText.Clean).ToArray(), ShownText.Clean(source.Current.Text));
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(key, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(count, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(NameBasedId.OfChunk(id, publication.Chunker, count), NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(path, NpgsqlDbType.Array | NpgsqlDbType.Text, ct);
            await copy.WriteAsync(body, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(JsonSerializer.Serialize(source.Current.Citation, JsonSerializerOptions.Web), NpgsqlDbType.Jsonb, ct);
            builder.AddChunk(terms.Of(path, body));
            count++;
            more = await source.MoveNextAsync();
        }
        while (more && !builder.IsFull);
        await copy.CompleteAsync(ct);
        return more;
    }

    public async Task WriteContentAsync(CancellationToken ct)
    {
        if (publication.Content is not { } open)
            return;

        await using var content = open();
        await using var copy = await connection.BeginBinaryImportAsync("COPY docs.content (version_key, part, body) FROM STDIN (FORMAT BINARY)", ct);
        var number = 0;
        await foreach (var part in ShownContent.PartsAsync(content, ct))
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(key, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(number++, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(part, NpgsqlDbType.Bytea, ct);
        }

        await copy.CompleteAsync(ct);
    }

    public async Task WriteFilesAsync(CancellationToken ct)
    {
        await using var files = publication.Files.GetAsyncEnumerator(ct);
        if (!await files.MoveNextAsync())
            return;

        await using var copy = await connection.BeginBinaryImportAsync("COPY docs.file (version_key, number, name, media_type, body) FROM STDIN (FORMAT BINARY)", ct);
        var number = 0;
        do
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(key, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(number++, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(ShownText.Line(files.Current.Name), NpgsqlDbType.Text, ct);
            await copy.WriteAsync(ShownText.Line(files.Current.MediaType), NpgsqlDbType.Text, ct);
            await copy.WriteAsync(files.Current.Bytes, NpgsqlDbType.Bytea, ct);
        }
        while (await files.MoveNextAsync());
        await copy.CompleteAsync(ct);
    }

    /// <summary>Makes it the version that is shown.</summary>
    public async Task ShowAsync(CancellationToken ct)
    {
        var warnings = publication.Warnings?.Invoke() ?? [];
        await connection.ExecuteAsync("""
            INSERT INTO docs.version (key, id, document_id, sequence, sha256, chunker, format, title, labels, chunks, warnings, warning_count)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12)
            """,
            [
                Sql.Value(key), Sql.Value(id), Sql.Value(publication.DocumentId), Sql.Value(publication.Sequence), Sql.Value(publication.Sha256)
                , Sql.Value(publication.Chunker), Sql.Value(publication.Format)
                , Sql.Text(publication.Title is { } title ? ShownText.Line(title) : null), Sql.Value(labels), Sql.Value(count)
                , Sql.Text(ShownWarnings.ToJson(warnings)), Sql.Value(warnings.Count),
            ], ct);
        await connection.ExecuteAsync(
            "UPDATE docs.document SET version_key = $2, published_sequence = $3 WHERE id = $1"
            , [Sql.Value(publication.DocumentId), Sql.Value(key), Sql.Value(publication.Sequence)], ct);
    }

    static async Task<int> AttributesAsync(NpgsqlConnection connection, string format, string[] labels, CancellationToken ct)
    {
        await connection.ExecuteAsync(
            "INSERT INTO docs.attributes (format, labels) SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM docs.attributes WHERE format = $1 AND labels = $2) ON CONFLICT DO NOTHING"
            , [Sql.Value(format), Sql.Value(labels)], ct);
        return await connection.ScalarAsync<int>("SELECT id FROM docs.attributes WHERE format = $1 AND labels = $2", [Sql.Value(format), Sql.Value(labels)], ct);
    }
}
