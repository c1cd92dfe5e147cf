namespace Microsoft.DurableTask.Client;

/// <summary>Keeps a client among the services without being one itself, so that only the default client is injected as such.</summary>
sealed class DurableTaskClientHolder(DurableTaskClient client) : IAsyncDisposable
{
    public DurableTaskClient Client => client;

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
