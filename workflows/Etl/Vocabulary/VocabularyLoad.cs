using System.Collections.Concurrent;
using Asan.Workflows.Etl.Cdm;
using Asan.Workflows.Etl.Copying;
using Asan.Workflows.Etl.Sources;
using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Etl.Vocabulary;

/// <summary>
/// Step 2's first half: a vocabulary into <c>vocab_next</c>, unless it is the published one. The schema's comment carries the checksum,
/// so that it goes with the schema when that is swapped in.
/// </summary>
public sealed class VocabularyLoad(NpgsqlDataSource db)
{
    const string Next = "vocab_next";
    const int Lanes = 2;
    static readonly TimeSpan Timeout = TimeSpan.FromHours(2);

    /// <summary>Loads a folder or a .zip; null is the small vocabulary that this assembly carries.</summary>
    /// <exception cref="LoadRefusedException">A file that a vocabulary needs is missing, damaged, or lacks a column.</exception>
    public async Task<VocabularyReport> LoadAsync(string runId, string? path, CancellationToken ct) => await LoadAsync(runId, path switch
    {
        null => Builtin,
        _ when Directory.Exists(path) => SourceFiles.OfFolder(Directory.GetFiles(path)),
        _ when File.Exists(path) => await SourceFiles.OfZipAsync(Path.GetFileName(path), _ => Task.FromResult<Stream>(File.OpenRead(path)), ct),
        _ => throw new LoadRefusedException("The vocabulary is neither a folder nor a .zip file."),
    }, ct);

    internal static SourceFiles Builtin => SourceFiles.OfResources(typeof(VocabularyLoad).Assembly, $"{typeof(VocabularyLoad).Namespace}.Builtin");

    internal async Task<VocabularyReport> LoadAsync(string runId, SourceFiles files, CancellationToken ct)
    {
        var missing = VocabularyTables.All.Where(table => table.Required && files.Find(table.Name) is null).Select(table => $"{table.Name}.csv").ToArray();
        if (missing.Length > 0)
            throw new LoadRefusedException($"The vocabulary lacks {string.Join(", ", missing)}: a load cannot do without.");

        await using var connection = await db.OpenConnectionAsync(ct);
        await ClearAsync(connection, runId, ct);

        var checksum = await VocabularyChecksum.OfAsync(files, ct);
        if (checksum == await PublishedAsync(connection, ct))
            return new("vocab", new([], ["the vocabulary is the one of the last load and was kept"]));

        await CdmSchema.CreateVocabularyAsync(connection, ct);
        var counts = await CopyAsync(runId, files, ct);
        await FinishAsync(connection, checksum, ct);
        return new(Next, new([.. VocabularyTables.All.Select(table => counts[table.Name])], Notices(files)));
    }

    // What an earlier run left behind must not be published by this one.
    static async Task ClearAsync(NpgsqlConnection connection, string runId, CancellationToken ct)
    {
        await connection.ExecuteAsync($"DROP SCHEMA IF EXISTS {Next} CASCADE", [], ct, Timeout);
        await connection.ExecuteAsync(
            "DELETE FROM staging.reject WHERE run_id = $1 AND file = ANY ($2)",
            [Sql.Text(runId), Sql.Value(VocabularyTables.All.Select(table => table.Name).ToArray())], ct);
    }

    static Task<string?> PublishedAsync(NpgsqlConnection connection, CancellationToken ct) => connection.ScalarAsync<string>("""
        SELECT obj_description(oid, 'pg_namespace')
        FROM pg_namespace
        WHERE nspname = 'vocab'
        """, [], ct);

    async Task<ConcurrentDictionary<string, TableCount>> CopyAsync(string runId, SourceFiles files, CancellationToken ct)
    {
        var counts = new ConcurrentDictionary<string, TableCount>();
        var largestFirst = VocabularyTables.All.OrderByDescending(table => files.Find(table.Name)?.Length ?? 0);
        await Parallel.ForEachAsync(largestFirst, new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = ct }, async (table, stop) =>
        {
            await using var connection = await db.OpenConnectionAsync(stop);
            counts[table.Name] = await CopyAsync(connection, runId, table, files.Find(table.Name), stop);
        });
        return counts;
    }

    static async Task<TableCount> CopyAsync(NpgsqlConnection connection, string runId, SourceTable table, SourceItem? item, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync($"TRUNCATE {Next}.{table.Name}", ct); // what COPY asks for before it writes rows frozen
        var count = item is null
            ? new TableCount(table.Name, 0, 0, 0)
            : await OpenSource.ReadAsync(item, null, source => CopyAsync(connection, runId, table, source, ct), ct);
        await transaction.CommitAsync(ct);
        return count;
    }

    static async Task<TableCount> CopyAsync(NpgsqlConnection connection, string runId, SourceTable table, OpenSource source, CancellationToken ct)
    {
        var rejects = new RejectLog(runId, table.Name);
        var copy = new TableCopy(table, await source.HeaderAsync(table, ct), source.Csv, rejects, withLine: false);
        var (read, written) = await copy.CopyAsync(connection, $"{Next}.{table.Name}", freeze: true, ct);
        await rejects.SaveAsync(connection, ct);
        return new(table.Name, read, written, rejects.Count);
    }

    static async Task FinishAsync(NpgsqlConnection connection, string checksum, CancellationToken ct)
    {
        try
        {
            await CdmSchema.KeyVocabularyAsync(connection, ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new LoadRefusedException($"The vocabulary's {e.TableName} has the same id twice.", e);
        }

        await connection.ExecuteAsync($"COMMENT ON SCHEMA {Next} IS '{checksum}'", ct);
    }

    static string[] Notices(SourceFiles files) =>
        [.. VocabularyTables.All.Where(table => files.Find(table.Name) is null).Select(table => $"{table.Name}.csv is absent from the vocabulary: no rows of it")];
}
