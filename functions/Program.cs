using Asan.Functions.Health;
using Asan.Workflows.Postgres;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

builder.AddHealth();
builder.AddPostgres();

builder.ConfigureDurableWorker();

builder.Build().Run();
