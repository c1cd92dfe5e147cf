using Asan.Workflows.Etl.Batches;
using Asan.Workflows.Etl.Cdm;
using Asan.Workflows.Etl.Runs;
using Asan.Workflows.Etl.Staging;
using Asan.Workflows.Etl.Vocabulary;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Asan.Workflows.Etl;

/// <summary>Registers the loads: their services, and their orchestration with its activities. Needs the Postgres and the Blobs modules.</summary>
public static class EtlModule
{
    public static IHostApplicationBuilder AddEtl(this IHostApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton<SourceStaging>()
            .AddSingleton<VocabularyLoad>()
            .AddSingleton<RunStore>()
            .AddSingleton<RunLog>()
            .AddSingleton<RunReader>()
            .AddSingleton<LoadStarter>()
            .AddSingleton<BatchFinder>()
            .AddSingleton<BatchStarter>()
            .AddCdm(builder.Configuration);
        return builder;
    }

    public static DurableTaskRegistry AddEtl(this DurableTaskRegistry registry) => registry
        .AddOrchestrator<LoadCdm>()
        .AddActivity<StageSources>()
        .AddActivity<LoadVocabulary>()
        .AddActivity<RecordRun>()
        .AddActivity<RecordStep>()
        .AddActivity<IsStaged>()
        .AddActivity<DropUnpublished>()
        .AddCdm();
}
