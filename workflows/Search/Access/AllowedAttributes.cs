using Asan.Workflows.Postgres;
using Asan.Workflows.Search.Querying;
using Npgsql;

namespace Asan.Workflows.Search.Access;

/// <summary>Which chunks a search may find, by the number of their attributes: those with a label that the caller holds, narrowed by the query's filters.</summary>
sealed class AllowedAttributes
{
    readonly Dictionary<int, (string Format, string[] Labels)> attributes = [];

    public bool IsEmpty => attributes.Count == 0;

    public (string Format, string[] Labels) this[int id] => attributes[id];

    /// <summary>By number; numbers above its length are not allowed.</summary>
    public bool[] ToMap()
    {
        var map = new bool[attributes.Keys.DefaultIfEmpty(-1).Max() + 1];
        foreach (var id in attributes.Keys)
            map[id] = true;
        return map;
    }

    public static async Task<AllowedAttributes> ReadAsync(NpgsqlConnection connection, IReadOnlyList<string> held, SearchQuery query, CancellationToken ct)
    {
        var allowed = new AllowedAttributes();
        await using var command = connection.Command("""
            SELECT id, format, labels
            FROM docs.attributes
            WHERE labels && $1
              AND (cardinality($2) = 0 OR format = ANY ($2))
              AND (cardinality($3) = 0 OR labels && $3)
            """, [Sql.Value(held.ToArray()), Sql.Value((query.Formats ?? []).ToArray()), Sql.Value((query.Labels ?? []).Intersect(held).ToArray())]);
        // A filter of labels that nobody holds would else be no filter.
        if (query.Labels is { Count: > 0 } wanted && !wanted.Intersect(held).Any())
            return allowed;

        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            allowed.attributes.Add(reader.GetInt32(0), (reader.GetString(1), await reader.GetFieldValueAsync<string[]>(2, ct)));
        return allowed;
    }
}
