using Asan.Runtime.Host.Filing;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

// A host with one blob function, to be killed: by whoever started it, or by itself behind the ASAN_KILL_AT-th time that it does ASAN_KILL_STEP.
var builder = FunctionsApplication.CreateBuilder(args);
var kill = new KillSwitch(Environment.GetEnvironmentVariable("ASAN_KILL_STEP"), int.Parse(Environment.GetEnvironmentVariable("ASAN_KILL_AT") ?? "0"));
builder.Logging.AddProvider(kill);
builder.Services.AddSingleton(kill);
builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(builder.Configuration["Postgres:ConnectionString"]!));
builder.Services.AddSingleton<Ledger>();
builder.UseMiddleware(async (context, next) =>
{
    await next();
    if (context.FunctionDefinition.Name == nameof(Filing))
        kill.At("returned");
});
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
