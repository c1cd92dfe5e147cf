using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Asan.Workflows.Postgres;

/// <summary>Registers the one data source and brings the schema up to date before anything else starts.</summary>
public static class PostgresModule
{
    public static IHostApplicationBuilder AddPostgres(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<PostgresOptions>()
            .Bind(builder.Configuration.GetSection(PostgresOptions.Section)).ValidateDataAnnotations().ValidateOnStart();

        builder.Services.AddSingleton(services =>
            new NpgsqlDataSourceBuilder(services.GetRequiredService<IOptions<PostgresOptions>>().Value.ConnectionString).Build());

        builder.Services.AddHostedService<MigrateDatabase>();
        return builder;
    }
}
