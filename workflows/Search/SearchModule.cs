using Asan.Workflows.Search.Access;
using Asan.Workflows.Search.Index;
using Asan.Workflows.Search.Publishing;
using Asan.Workflows.Search.Querying;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Asan.Workflows.Search;

/// <summary>Registers what is published and found. Needs the Postgres module.</summary>
public static class SearchModule
{
    public static IHostApplicationBuilder AddSearch(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SearchOptions>().Bind(builder.Configuration.GetSection(SearchOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services
            .AddSingleton(services => services.GetRequiredService<IOptions<SearchOptions>>().Value)
            .AddSingleton<DocumentStore>()
            .AddSingleton<DocumentPublisher>()
            .AddSingleton<Grants>()
            .AddSingleton<IndexReader>()
            .AddSingleton<IndexMerger>()
            .AddSingleton<DocumentSearch>();
        return builder;
    }
}
