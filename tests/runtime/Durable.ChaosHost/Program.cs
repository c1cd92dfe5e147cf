using System.Globalization;
using Asan.Runtime.Durable;
using Asan.Runtime.Durable.Chaos;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

// A host with the engine and the chores, to be killed, stopped and misled: ASAN_CHAOS_CONNECTION, _LEDGER, _HUB, _WORKER, _LEASE and _DRAIN (seconds), _PLACES,
// and _DIE, the place of a chore at which it dies: "after second".
static string Setting(string name) => Environment.GetEnvironmentVariable($"ASAN_CHAOS_{name}")
    ?? throw new InvalidOperationException($"Set ASAN_CHAOS_{name}.");

static int Number(string name, int otherwise) =>
    Environment.GetEnvironmentVariable($"ASAN_CHAOS_{name}") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

await using var notes = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Setting("LEDGER")) { ApplicationName = $"ledger {Setting("WORKER")}", Timeout = 5, CommandTimeout = 5, MaxPoolSize = 20 }.ConnectionString);
var ledger = new Ledger(notes, Setting("HUB"), Setting("WORKER"));

var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Information);
builder.Services.Configure<DurableTaskRegistry>(tasks => Chores.Register(tasks, ledger));
builder.Services.Configure<DurableTaskWorkerOptions>(worker => worker.Concurrency.MaximumConcurrentActivityWorkItems = Number("PLACES", 100));
builder.Services.AddDurableEngine(engine =>
{
    engine.ConnectionString = Setting("CONNECTION");
    engine.TaskHub = Setting("HUB");
    engine.Lease = TimeSpan.FromSeconds(Number("LEASE", 10));
    engine.SweepInterval = TimeSpan.FromSeconds(1);
    engine.DrainTimeout = TimeSpan.FromSeconds(Number("DRAIN", 10));
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
