using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask.Internal;

/// <summary>The builders of one kind that were added to a service collection: adding a name again goes on with the same builder.</summary>
sealed class BuilderTable<TBuilder>
{
    readonly Dictionary<string, TBuilder> builders = [];

    public static BuilderTable<TBuilder> Of(IServiceCollection services)
    {
        if (services.FirstOrDefault(service => service.ServiceType == typeof(BuilderTable<TBuilder>))?.ImplementationInstance is BuilderTable<TBuilder> table)
            return table;

        table = new();
        services.AddSingleton(table);
        return table;
    }

    public TBuilder GetOrAdd(string name, Func<TBuilder> create, out bool added)
    {
        added = !builders.TryGetValue(name, out var builder);
        return added ? builders[name] = create() : builder!;
    }
}
