using Npgsql;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>The schemas of OMOP CDM 5.4, always built beside those in use: <c>cdm_next</c> and <c>vocab_next</c>.</summary>
public static class CdmSchema
{
    // Indices on a full Athena download take minutes.
    static readonly TimeSpan Timeout = TimeSpan.FromHours(1);

    /// <summary>Drops what an earlier load left and makes the clinical tables, empty and without keys.</summary>
    public static Task CreateClinicalAsync(NpgsqlConnection connection, CancellationToken ct) =>
        ExecuteAsync(connection, CdmSql.Read("Schema/cdm.sql") + CdmSql.Read("Schema/results.sql"), ct);

    /// <summary>Drops what an earlier load left and makes the vocabulary tables, empty and without keys.</summary>
    public static Task CreateVocabularyAsync(NpgsqlConnection connection, CancellationToken ct) =>
        ExecuteAsync(connection, CdmSql.Read("Schema/vocabulary.sql"), ct);

    /// <summary>Keys, indices and statistics of the filled vocabulary tables. Run again, it changes nothing.</summary>
    public static async Task KeyVocabularyAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var statement in CdmTables.Vocabulary.SelectMany(table => table.Statements("vocab_next")))
            await ExecuteAsync(connection, statement, ct);
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)Timeout.TotalSeconds };
        await command.ExecuteNonQueryAsync(ct);
    }
}
