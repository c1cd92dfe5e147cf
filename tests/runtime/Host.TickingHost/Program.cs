using Asan.Runtime.Host.Ticking;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

// A host with one timer, to be killed: Postgres__ConnectionString, Durable__Lease and ASAN_TICK_NAME are its settings.
var builder = FunctionsApplication.CreateBuilder(args);
builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(builder.Configuration["Postgres:ConnectionString"]!));
builder.Services.AddSingleton<Ledger>();
using var host = builder.Build();

// Whoever started this holds the other end: a host that nobody watches any more ends.
_ = Task.Run(() =>
{
    while (Console.In.Read() >= 0)
    {
    }
    Environment.FailFast("Whoever started this host is gone.");
});

await host.StartAsync();
Console.WriteLine("ready");
await host.WaitForShutdownAsync();
