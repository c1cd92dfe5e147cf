using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Asan.Workflows.Postgres;

/// <summary>Migrates before any other hosted service starts, so no door opens and no task runs on an old schema.</summary>
sealed class MigrateDatabase(NpgsqlDataSource db, ILogger<MigrateDatabase> log) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var applied = await Migrations.ApplyAsync(db, Migrations.Embedded, cancellationToken);
        if (applied > 0)
            log.Migrated(applied);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
