using System.Text.Json;
using Asan.Workflows.Postgres;
using Asan.Workflows.Search.Chunking;
using Asan.Workflows.Search.Index;

namespace Asan.Workflows.Search.Querying;

/// <summary>Reads the chunks behind candidates, of the same moment.</summary>
static class FoundChunks
{
    /// <returns>In the candidates' order.</returns>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(IndexSnapshot snapshot, IReadOnlyList<Candidate> candidates, Func<FoundChunk, T> shape, CancellationToken ct)
    {
        var places = candidates.Select(candidate => snapshot.View.Segments[candidate.Segment].Locate(candidate.Chunk)).ToArray();
        await using var command = snapshot.Connection.Command("""
            SELECT wanted.place, c.id, v.document_id, v.id, v.title, v.format, c.path, c.body, c.citation
            FROM unnest($1, $2) WITH ORDINALITY AS wanted (version_key, ordinal, place)
            CROSS JOIN LATERAL
            (
                SELECT id, path, body, citation
                FROM docs.chunk found
                WHERE found.version_key = wanted.version_key AND found.ordinal = wanted.ordinal
                OFFSET 0
            ) AS c
            JOIN docs.version v ON v.key = wanted.version_key
            ORDER BY wanted.place
            """, [Sql.Value(places.Select(place => place.VersionKey).ToArray()), Sql.Value(places.Select(place => place.Ordinal).ToArray())]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<T>(places.Length);
        while (await reader.ReadAsync(ct))
        {
            var title = await reader.IsDBNullAsync(4, ct) ? null : reader.GetString(4);
            var citation = JsonSerializer.Deserialize<Citation>(reader.GetString(8), JsonSerializerOptions.Web)!;
            found.Add(shape(new(
                reader.GetGuid(1), reader.GetString(2), reader.GetGuid(3), title, reader.GetString(5), candidates[(int)reader.GetInt64(0) - 1].Score
                , await reader.GetFieldValueAsync<string[]>(6, ct), reader.GetString(7), citation)));
        }

        return found;
    }
}
