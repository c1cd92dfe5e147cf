using System.Diagnostics;
using Asan.Workflows.Postgres;
using Asan.Workflows.Search.Access;
using Asan.Workflows.Search.Chunking;
using Asan.Workflows.Search.Index;
using Asan.Workflows.Search.Publishing;
using Npgsql;
using NpgsqlTypes;

namespace Asan.Bench.Search;

/// <summary>Made documents: the same for the same number of chunks.</summary>
sealed class Corpus(int chunks)
{
    public const int ChunksInDocument = 5;
    public const int TermsInChunk = 280;
    public const string Everything = "reader-of-everything", Hundredth = "reader-of-one-percent";

    const int ChunksAtOnce = 8_192;

    readonly Vocabulary vocabulary = new();

    public int Chunks => chunks;

    public int Documents => chunks / ChunksInDocument;

    public static string IdOf(int document) => $"documents/{document:D7}.docx";

    /// <summary>One document in a hundred is the second reader's too.</summary>
    public static string[] LabelsOf(int document) => document % 100 == 0 ? ["all", "one"] : ["all"];

    /// <summary>The chunks of a document, other ones for each seed.</summary>
    public IEnumerable<Chunk> ChunksOf(int document, int seed)
    {
        var random = new Random(HashCode.Combine(document, seed));
        var (drawn, seen) = (new List<int>(), new HashSet<int>());
        for (var i = 0; i < ChunksInDocument; i++)
        {
            vocabulary.Draw(random, TermsInChunk, drawn, seen);
            yield return new(i, [], string.Join(' ', drawn.Select(Vocabulary.Word)), new(1, i + 1, i + 1));
        }
    }

    public string Query(Random random)
    {
        var (drawn, seen) = (new List<int>(), new HashSet<int>());
        vocabulary.Draw(random, 20, drawn, seen);
        return string.Join(' ', seen.Select(Vocabulary.Word));
    }

    /// <summary>Writes all of it into an empty database.</summary>
    public async Task FillAsync(NpgsqlDataSource db, CancellationToken ct)
    {
        await Migrations.ApplyAsync(db, Migrations.Embedded, ct);
        await new Grants(db).GiveAsync(Everything, ["all"], ct);
        await new Grants(db).GiveAsync(Hundredth, ["one"], ct);
        var begun = Stopwatch.GetTimestamp();
        for (var from = 0; from < Documents; from += ChunksAtOnce / ChunksInDocument)
        {
            await WriteAsync(db, from, Math.Min(Documents, from + (ChunksAtOnce / ChunksInDocument)), ct);
            Console.Error.Write($"\r{(double)from / Documents:P0} ");
        }

        Console.Error.WriteLine($"\rwritten in {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s");
        await using var connection = await db.OpenConnectionAsync(ct);
        await connection.ExecuteAsync("VACUUM ANALYZE", ct);
    }

    // As the publisher writes, but many documents in one transaction and one segment.
    async Task WriteAsync(NpgsqlDataSource db, int from, int end, CancellationToken ct)
    {
        var (builder, terms) = (new SegmentBuilder(), new ChunkTerms());
        await using var connection = await db.OpenConnectionAsync(ct);
        await connection.ExecuteAsync("INSERT INTO docs.attributes (format, labels) VALUES ('docx', '{all}'), ('docx', '{all,one}') ON CONFLICT DO NOTHING", ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("SET LOCAL synchronous_commit = off", ct);
        var keys = await connection.ScalarAsync<long[]>(
            "SELECT array_agg(nextval('docs.version_key')) FROM generate_series(1, $1)", [Sql.Value(end - from)], ct) ?? [];
        await using (var copy = await connection.BeginBinaryImportAsync(
            "COPY docs.chunk (version_key, ordinal, id, path, body, citation) FROM STDIN (FORMAT BINARY)", ct))
        {
            for (var document = from; document < end; document++)
            {
                builder.BeginVersion(keys[document - from], 0, LabelsOf(document).Length);
                foreach (var chunk in ChunksOf(document, 0))
                {
                    await copy.StartRowAsync(ct);
                    await copy.WriteAsync(keys[document - from], NpgsqlDbType.Bigint, ct);
                    await copy.WriteAsync(chunk.Ordinal, NpgsqlDbType.Integer, ct);
                    await copy.WriteAsync(NameBasedId.OfChunk(Guid.Empty, document, chunk.Ordinal), NpgsqlDbType.Uuid, ct);
                    await copy.WriteAsync(Array.Empty<string>(), NpgsqlDbType.Array | NpgsqlDbType.Text, ct);
                    await copy.WriteAsync(chunk.Text, NpgsqlDbType.Text, ct);
                    await copy.WriteAsync("""{"section":1,"firstParagraph":1,"lastParagraph":1}""", NpgsqlDbType.Jsonb, ct);
                    builder.AddChunk(terms.Of(chunk.Path, chunk.Text));
                }
            }

            await copy.CompleteAsync(ct);
        }

        await builder.WriteAsync(connection, ct);
        await connection.ExecuteAsync("""
            INSERT INTO docs.document (id, uploaded_sequence, published_sequence)
            SELECT id, 0, 0 FROM unnest($1) AS id
            """, [Sql.Value(Enumerable.Range(from, end - from).Select(IdOf).ToArray())], ct);
        await connection.ExecuteAsync("""
            INSERT INTO docs.version (key, id, document_id, sequence, sha256, chunker, format, title, labels, chunks)
            SELECT key, gen_random_uuid(), id, 0, repeat('0', 64), 1, 'docx', NULL, string_to_array(labels, ','), $4
            FROM unnest($1, $2, $3) AS made (key, id, labels)
            """,
            [
                Sql.Value(keys), Sql.Value(Enumerable.Range(from, end - from).Select(IdOf).ToArray())
                , Sql.Value(Enumerable.Range(from, end - from).Select(document => string.Join(',', LabelsOf(document))).ToArray()), Sql.Value(ChunksInDocument),
            ], ct);
        await connection.ExecuteAsync(
            "UPDATE docs.document d SET version_key = v.key FROM docs.version v WHERE v.document_id = d.id AND v.key = ANY ($1)", [Sql.Value(keys)], ct);
        await IndexLog.NextAsync(connection, ct);
        await transaction.CommitAsync(ct);
    }
}
