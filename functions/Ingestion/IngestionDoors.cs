using Microsoft.Extensions.Hosting;

namespace Asan.Functions.Ingestion;

/// <summary>Sets what the doors of documents need of the host.</summary>
static class IngestionDoors
{
    /// <summary>A file of 200 MiB and its form around it. The official host has a setting of its own: FUNCTIONS_REQUEST_BODY_SIZE_LIMIT.</summary>
    const long LongestBody = UploadForm.LongestFile + (1 << 20);

    const string EveryTenMinutes = "0 */10 * * * *";

    public static IHostApplicationBuilder AddIngestionDoors(this IHostApplicationBuilder builder)
    {
        builder.Configuration["Host:MaxRequestBodyBytes"] ??= LongestBody.ToString(System.Globalization.CultureInfo.InvariantCulture);
        // The official host has no defaults: there it must be set.
        builder.Configuration["Ingestion:LookForDrops"] ??= EveryTenMinutes;
        return builder;
    }
}
