using Asan.Runtime.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Asan.Workflows.Blobs;

/// <summary>Registers the blob containers.</summary>
public static class BlobsModule
{
    public static IHostApplicationBuilder AddBlobs(this IHostApplicationBuilder builder)
    {
        builder.Services.AddBlobStore(builder.Configuration).AddSingleton<BlobStore>();
        return builder;
    }
}
