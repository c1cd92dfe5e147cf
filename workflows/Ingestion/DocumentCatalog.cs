using System.Text.Json;
using Asan.Documents;
using Asan.Workflows.Postgres;
using Asan.Workflows.Search.Access;
using Asan.Workflows.Search.Publishing;
using Asan.Workflows.Search.Text;
using Npgsql;

namespace Asan.Workflows.Ingestion;

/// <summary>
/// The documents as a caller may see them: what searchers see of one for holders of its labels, its last upload for holders of that one's labels and for
/// whoever handed it in. To everybody else there is no such document.
/// </summary>
public sealed class DocumentCatalog(NpgsqlDataSource db, DocumentStore store)
{
    const string Visible = """
        SELECT d.id, v.title, v.format, v.labels, v.id, v.sha256, v.chunks, v.published_at, v.warnings, v.warning_count, v.sequence
             , (SELECT count(*)::integer FROM docs.file f WHERE f.version_key = v.key)
             , u.id, u.source, u.file_name, u.bytes, u.status, u.code, u.reason, u.created_at, u.ended_at, u.labels
        FROM docs.document d
        LEFT JOIN docs.version v ON v.key = d.version_key AND v.labels && $1
        LEFT JOIN LATERAL
        (
            SELECT *
            FROM docs.upload
            WHERE document_id = d.id AND sequence IS NOT NULL AND status <> 'removed'
            ORDER BY sequence DESC
            LIMIT 1
        ) u ON u.labels && $1 OR u.uploader = $2
        WHERE (v.key IS NOT NULL OR u.id IS NOT NULL)
        """;

    /// <summary>A document; null when there is none that the holder of this key may see.</summary>
    public async Task<DocumentSummary?> FindAsync(string documentId, string key, CancellationToken ct) =>
        (await ReadAsync($"{Visible} AND d.id = $3", key, [Sql.Value(documentId)], ct)).SingleOrDefault().Summary;

    /// <summary>Documents by their ids.</summary>
    public async Task<IReadOnlyList<DocumentSummary>> ListAsync(DocumentFilter filter, string key, CancellationToken ct)
    {
        var found = await ReadAsync($"""
            {Visible}
              AND ($3 IS NULL OR v.format = $3)
              AND ($4 IS NULL OR $4 = ANY (v.labels) OR $4 = ANY (u.labels))
              AND ($5 IS NULL OR u.status = $5)
              AND ($6 IS NULL OR starts_with(d.id, $6))
              AND ($7 IS NULL OR d.id > $7)
            ORDER BY d.id
            LIMIT $8
            """, key,
            [
                Sql.Text(filter.Format), Sql.Text(filter.Label), Sql.Text(filter.Status), Sql.Text(filter.Prefix), Sql.Text(filter.Behind), Sql.Value(filter.Most),
            ], ct);
        return [.. found.Select(one => one.Summary)];
    }

    /// <summary>The whole document as Markdown in UTF-8, in parts, identifiers of persons starred unless the caller holds <c>unmask</c>; null when there is none.</summary>
    public async Task<IAsyncEnumerable<ReadOnlyMemory<byte>>?> ContentAsync(string documentId, string key, CancellationToken ct)
    {
        if (await SequenceAsync(documentId, key, ct) is not var (sequence, mayUnmask))
            return null;
        var parts = store.ContentAsync(documentId, ct, sequence);
        return mayUnmask ? parts : PersonalIdentifiers.MaskAsync(parts, ct);
    }

    /// <summary>A file inside the document; null when there is none.</summary>
    public async Task<EmbeddedFile?> FileAsync(string documentId, int number, string key, CancellationToken ct) =>
        await SequenceAsync(documentId, key, ct) is var (sequence, _) ? await store.FileAsync(documentId, number, ct, sequence) : null;

    /// <summary>Whether this key may hand the document in anew, or delete it: who may see nothing of one that is there may not.</summary>
    public async Task<bool> MayChangeAsync(string documentId, string key, CancellationToken ct)
    {
        if (await FindAsync(documentId, key, ct) is not null)
            return true;
        await using var connection = await db.OpenConnectionAsync(ct);
        return !await connection.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM docs.document WHERE id = $1)", [Sql.Value(documentId)], ct);
    }

    async Task<(long Sequence, bool MayUnmask)?> SequenceAsync(string documentId, string key, CancellationToken ct)
    {
        var found = await ReadAsync($"{Visible} AND d.id = $3 AND v.key IS NOT NULL", key, [Sql.Value(documentId)], ct);
        return found is [var one] ? (one.Sequence!.Value, one.MayUnmask) : null;
    }

    async Task<IReadOnlyList<(DocumentSummary Summary, long? Sequence, bool MayUnmask)>> ReadAsync(string sql, string key, NpgsqlParameter[] parameters, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        var (hash, held) = (Grants.HashOf(key), await Grants.HeldAsync(connection, Grants.HashOf(key), ct));
        var mayUnmask = held.Contains(PublicationRules.Unmask);
        await using var command = connection.Command(sql, [Sql.Value(held.ToArray()), Sql.Value(hash), .. parameters]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<(DocumentSummary, long?, bool)>();
        while (await reader.ReadAsync(ct))
            found.Add((Summary(reader, mayUnmask), Value<long?>(reader, 10), mayUnmask));
        return found;
    }

    static DocumentSummary Summary(NpgsqlDataReader reader, bool mayUnmask)
    {
        var (title, warnings) = (Shown(Value<string>(reader, 1), mayUnmask), Value<string>(reader, 8));
        return new(
            reader.GetString(0), title, Value<string>(reader, 2)
            , Value<string[]>(reader, 3) ?? Value<string[]>(reader, 21) ?? [], Value<Guid?>(reader, 4), Value<string>(reader, 5), Value<int>(reader, 6)
            , Value<int>(reader, 11), Value<DateTimeOffset?>(reader, 7)
            , warnings is null ? [] : JsonSerializer.Deserialize<ParseWarning[]>(warnings, JsonSerializerOptions.Web)!, Value<int>(reader, 9)
            , reader.IsDBNull(12) ? null : new UploadSummary(
                reader.GetGuid(12), reader.GetString(13), Shown(reader.GetString(14), mayUnmask)!, Value<long?>(reader, 15), reader.GetString(16), Value<string>(reader, 17)
                , Value<string>(reader, 18), reader.GetFieldValue<DateTimeOffset>(19), Value<DateTimeOffset?>(reader, 20)));
    }

    // Hospitals name files after patients, too.
    static string? Shown(string? name, bool mayUnmask) => mayUnmask || name is null ? name : PersonalIdentifiers.Mask(name);

    static T? Value<T>(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? default : reader.GetFieldValue<T>(column);
}
