using System.Text.Json;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Builder;

/// <summary>The worker's JSON as the official worker has it: System.Text.Json's own defaults, but names in any case are read.</summary>
static class WorkerJson
{
    public static void AddTo(IServiceCollection services)
    {
        services.AddOptions<JsonSerializerOptions>().Configure(options => options.PropertyNameCaseInsensitive = true);
        services.AddOptions<WorkerOptions>().PostConfigure<IOptions<JsonSerializerOptions>>(
            (worker, json) => worker.Serializer ??= new JsonObjectSerializer(json.Value));
    }
}
