using Asan.Runtime.Host.Durable;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Gives the application durable tasks.</summary>
public static class FunctionsWorkerApplicationBuilderExtensions
{
    /// <summary>The worker that runs class-based orchestrators and activities: register them by AddTasks.</summary>
    public static IDurableTaskWorkerBuilder ConfigureDurableWorker(this IFunctionsWorkerApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<DurableWorkerWanted>();
        return new DefaultDurableTaskWorkerBuilder(null, builder.Services);
    }
}
