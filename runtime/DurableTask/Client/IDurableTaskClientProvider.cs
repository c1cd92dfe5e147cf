namespace Microsoft.DurableTask.Client;

/// <summary>Hands out the clients that were added, by name.</summary>
public interface IDurableTaskClientProvider
{
    /// <summary>The client of that name; without one, the default client.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No client has that name.</exception>
    DurableTaskClient GetClient(string? name = null);
}
