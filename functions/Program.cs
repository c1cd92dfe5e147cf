using Asan.Functions.Etl;
using Asan.Functions.Health;
using Asan.Workflows.Blobs;
using Asan.Workflows.Etl;
using Asan.Workflows.Postgres;
using Asan.Workflows.Search;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

builder.AddHealth();
builder.AddPostgres();
builder.AddBlobs();
builder.AddEtl();
builder.AddEtlDoors();
builder.AddSearch();

builder.ConfigureDurableWorker().AddTasks(tasks => tasks.AddEtl());

builder.Build().Run();
