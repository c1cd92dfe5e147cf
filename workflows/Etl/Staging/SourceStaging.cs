using System.Collections.Concurrent;
using Asan.Workflows.Etl.Copying;
using Asan.Workflows.Etl.Sources;
using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Etl.Staging;

/// <summary>Step 1: puts a source's files into <c>staging</c>, typed and with rejects. Running it again starts from scratch.</summary>
public sealed class SourceStaging(NpgsqlDataSource db)
{
    // Parsing one file and the server's taking in another keep two processors busy; more lanes only take from the server.
    const int Lanes = 2;

    static readonly string[] NotTaken = ["careplans", "imaging_studies", "claims", "claims_transactions"];

    /// <summary>Stages the files of one folder.</summary>
    /// <exception cref="LoadRefusedException">A file that a load needs is missing, damaged, or lacks a column.</exception>
    public Task<StepReport> StageAsync(string runId, string folder, CancellationToken ct) =>
        StageAsync(runId, SourceFiles.OfFolder(Directory.Exists(folder) ? Directory.GetFiles(folder) : []), ct);

    internal async Task<StepReport> StageAsync(string runId, SourceFiles files, CancellationToken ct)
    {
        var missing = SyntheaTables.All.Where(table => table.Required && files.Find(table.Name) is null).Select(table => $"{table.Name}.csv").ToArray();
        if (missing.Length > 0)
            throw new LoadRefusedException($"The folder lacks {string.Join(", ", missing)}: a load cannot do without.");

        await using var step = await StepLock.TakeAsync(db, nameof(StageSources), ct);
        await step.RefuseLateAsync(nameof(StageSources), runId, ct);
        await StagedRun.ClearAsync(step.Connection, ct);
        await step.Connection.ExecuteAsync("""
            DELETE FROM staging.reject WHERE run_id = $1
            """, [Sql.Text(runId)], ct);

        var counts = new ConcurrentDictionary<string, TableCount>();
        var sums = new ConcurrentBag<FileSum>();
        var largestFirst = SyntheaTables.All.OrderByDescending(table => files.Find(table.Name)?.Length ?? 0);
        await Parallel.ForEachAsync(largestFirst, new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = ct }, async (table, stop) =>
        {
            var (count, sum) = await StageAsync(runId, table, files.Find(table.Name), stop);
            counts[table.Name] = count;
            if (sum is not null)
                sums.Add(sum);
        });

        await FileLog.WriteAsync(step.Connection, runId, sums, ct);
        await StagedRun.MarkAsync(step.Connection, runId, ct);
        return new([.. SyntheaTables.All.Select(table => counts[table.Name])], Notices(files));
    }

    async Task<(TableCount, FileSum?)> StageAsync(string runId, SourceTable table, SourceItem? item, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        var stage = new StageTable(connection, table, runId);
        if (item is not null)
            return await stage.LoadAsync(item, ct);

        await stage.CreateAsync(ct);
        return (new(table.Name, 0, 0, 0), null);
    }

    static string[] Notices(SourceFiles files) =>
    [
        .. SyntheaTables.All.Where(table => files.Find(table.Name) is null).Select(table => $"{table.Name}.csv is absent: no rows of it"),
        .. files.All.Where(file => SyntheaTables.All.All(table => table.Name != file.Key)).OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => NotTaken.Contains(file.Key) ? $"{file.Name} is not staged: no CDM table takes it" : $"{file.Name} is not staged: not a file this load knows"),
    ];
}
