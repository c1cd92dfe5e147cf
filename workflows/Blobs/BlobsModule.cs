using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Asan.Workflows.Blobs;

/// <summary>Registers the blob containers.</summary>
public static class BlobsModule
{
    public static IHostApplicationBuilder AddBlobs(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<BlobsOptions>()
            .Bind(builder.Configuration.GetSection(BlobsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();

        builder.Services.AddSingleton<BlobStore>();
        return builder;
    }
}
