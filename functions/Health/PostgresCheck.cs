using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Asan.Functions.Health;

/// <summary>Does the database answer?</summary>
sealed class PostgresCheck(NpgsqlDataSource db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var command = db.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
