using Asan.Workflows.Etl.Staging;
using Microsoft.DurableTask;
using Npgsql;

namespace Asan.Workflows.Etl;

/// <summary>Whether the staged tables are still this run's: a crash of the database server empties them (see <see cref="StagedRun"/>).</summary>
[DurableTask(nameof(IsStaged))]
public sealed class IsStaged(NpgsqlDataSource db) : TaskActivity<string, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, string input)
    {
        await using var connection = await db.OpenConnectionAsync();
        return await StagedRun.IsAsync(connection, input, CancellationToken.None);
    }
}
