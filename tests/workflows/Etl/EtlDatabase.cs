using Asan.Workflows.Etl;
using Asan.Workflows.Etl.Staging;
using Asan.Workflows.Etl.Vocabulary;
using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Tests.Etl;

/// <summary>A migrated database of one test's own, and the steps that fill it.</summary>
sealed class EtlDatabase : IAsyncDisposable
{
    public const string RunId = "run-1";

    EtlDatabase(NpgsqlDataSource source) => Source = source;

    public NpgsqlDataSource Source { get; }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<EtlDatabase> CreateAsync(Postgres postgres)
    {
        var database = new EtlDatabase(NpgsqlDataSource.Create(await postgres.CreateAsync()));
        await Migrations.ApplyAsync(database.Source, Migrations.Embedded, Ct);
        return database;
    }

    public Task<StepReport> StageAsync(string folder, string runId = RunId) => new SourceStaging(Source).StageAsync(runId, folder, Ct);

    public Task<VocabularyReport> LoadVocabularyAsync(string? path, string runId = RunId) => new VocabularyLoad(Source).LoadAsync(runId, path, Ct);

    /// <summary>Each row as its columns' text, joined by '|'; NULL is nothing.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string sql)
    {
        await using var command = Source.CreateCommand($"SELECT array_to_string(ARRAY(SELECT value FROM json_each_text(row_to_json(answer))), '|', '') FROM ({sql}) AS answer");
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var rows = new List<string>();
        while (await reader.ReadAsync(Ct))
            rows.Add(reader.GetString(0));
        return rows;
    }

    public Task<IReadOnlyList<string>> RejectsAsync() => RowsAsync("SELECT file, line, column_name, reason FROM staging.reject ORDER BY id");

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
