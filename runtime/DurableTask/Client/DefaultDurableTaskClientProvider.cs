using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Client;

/// <summary>The clients that <see cref="ServiceCollectionExtensions"/> built.</summary>
sealed class DefaultDurableTaskClientProvider(IEnumerable<DurableTaskClientHolder> holders) : IDurableTaskClientProvider
{
    public DurableTaskClient GetClient(string? name = null)
    {
        name ??= Options.DefaultName;
        return holders.FirstOrDefault(holder => holder.Client.Name == name)?.Client
            ?? throw new ArgumentOutOfRangeException(
                nameof(name), name, $"The clients are: {string.Join(", ", holders.Select(holder => $"'{holder.Client.Name}'"))}.");
    }
}
