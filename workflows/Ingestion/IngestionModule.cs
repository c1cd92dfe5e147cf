using Asan.Workflows.Ingestion.Passwords;
using Asan.Workflows.Ingestion.Uploads;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Asan.Workflows.Ingestion;

/// <summary>Registers the ingestion of documents: services, and orchestrations with their activities. Needs the Postgres, the Blobs and the Search modules.</summary>
public static class IngestionModule
{
    public static IHostApplicationBuilder AddIngestion(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<IngestionOptions>().Bind(builder.Configuration.GetSection(IngestionOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services
            .AddSingleton(services => services.GetRequiredService<IOptions<IngestionOptions>>().Value)
            .AddSingleton<SealSecret>()
            .AddSingleton<PasswordSeal>()
            .AddSingleton<Parsers>()
            .AddHostedService(services => services.GetRequiredService<Parsers>())
            .AddSingleton<UploadStore>()
            .AddSingleton<UploadFiles>()
            .AddSingleton<DocumentNames>()
            .AddSingleton<DocumentCatalog>()
            .AddSingleton<UnfinishedUploads>()
            .AddSingleton<OutdatedDocuments>()
            .AddSingleton<DroppedFiles>();
        return builder;
    }

    public static DurableTaskRegistry AddIngestion(this DurableTaskRegistry registry) => registry
        .AddOrchestrator<IngestDocument>()
        .AddOrchestrator<RemoveDocument>()
        .AddActivity<PublishUpload>()
        .AddActivity<SetUploadAside>()
        .AddActivity<CloseUpload>()
        .AddActivity<RemoveUpload>();
}
