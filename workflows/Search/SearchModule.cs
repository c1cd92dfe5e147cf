using Asan.Workflows.Search.Publishing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Asan.Workflows.Search;

/// <summary>Registers what is published and found. Needs the Postgres module.</summary>
public static class SearchModule
{
    public static IHostApplicationBuilder AddSearch(this IHostApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton<DocumentStore>()
            .AddSingleton<DocumentPublisher>();
        return builder;
    }
}
