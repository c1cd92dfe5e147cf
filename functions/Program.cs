using Asan.Functions.Etl;
using Asan.Functions.Health;
using Asan.Functions.Ingestion;
using Asan.Workflows.Blobs;
using Asan.Workflows.Etl;
using Asan.Workflows.Ingestion;
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
builder.AddIngestion();
builder.AddIngestionDoors();

builder.ConfigureDurableWorker().AddTasks(tasks => tasks.AddEtl().AddIngestion());

builder.Build().Run();
