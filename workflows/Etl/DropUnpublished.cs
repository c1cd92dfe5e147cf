using Asan.Workflows.Postgres;
using Microsoft.DurableTask;
using Npgsql;

namespace Asan.Workflows.Etl;

/// <summary>Takes away what a failed load had built beside the schemas in use.</summary>
[DurableTask(nameof(DropUnpublished))]
public sealed class DropUnpublished(NpgsqlDataSource db) : TaskActivity<string, bool>
{
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    public override async Task<bool> RunAsync(TaskActivityContext context, string input)
    {
        await using var connection = await db.OpenConnectionAsync();
        await connection.ExecuteAsync("DROP SCHEMA IF EXISTS cdm_next, vocab_next CASCADE", [], CancellationToken.None, Timeout);
        return true;
    }
}
