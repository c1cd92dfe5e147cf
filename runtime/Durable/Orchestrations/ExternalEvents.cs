namespace Asan.Runtime.Durable.Orchestrations;

/// <summary>
/// Events meeting waiters, by name in any case. An event nobody waits for is kept, oldest first; several waiters for one name are served newest
/// first, as the official engine does since 1.18. A cancelled waiter takes nothing.
/// </summary>
sealed class ExternalEvents
{
    readonly Dictionary<string, List<Waiter>> waiters = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, Queue<string?>> buffered = new(StringComparer.OrdinalIgnoreCase);
    readonly List<(string Name, string? Payload)> order = [];

    /// <summary>The events nobody has taken, in the order they came.</summary>
    public IReadOnlyList<(string Name, string? Payload)> Unprocessed => order;

    public bool AnyWaiting => waiters.Values.Any(open => open.Count > 0);

    /// <exception cref="ArgumentException">Another waiter of this name expects another type.</exception>
    public Task<T> WaitAsync<T>(string name, Func<string?, T> read, CancellationToken cancellationToken)
    {
        if (buffered.TryGetValue(name, out var queue) && queue.TryDequeue(out var payload))
        {
            order.RemoveAt(order.FindIndex(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase)));
            return Task.FromResult(read(payload));
        }

        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);

        if (!waiters.TryGetValue(name, out var open))
            waiters[name] = open = [];

        if (open.FirstOrDefault(waiter => waiter.Type != typeof(T)) is { } other)
            throw new ArgumentException(
                $"Events with the same name must have the same type argument. Expected '{other.Type.FullName}' but was requested '{typeof(T).FullName}'.", nameof(name));

        var source = new TaskCompletionSource<T>();
        var waiting = new Waiter(typeof(T), payload => source.TrySetResult(read(payload)));
        open.Add(waiting);

        if (cancellationToken.CanBeCanceled)
            cancellationToken.Register(() =>
            {
                open.Remove(waiting);
                source.TrySetCanceled(cancellationToken);
            });

        return source.Task;
    }

    public void Raise(string name, string? payload)
    {
        if (waiters.TryGetValue(name, out var open) && open.Count > 0)
        {
            var newest = open[^1];
            open.RemoveAt(open.Count - 1);
            newest.Complete(payload);
            return;
        }

        if (!buffered.TryGetValue(name, out var queue))
            buffered[name] = queue = new();

        queue.Enqueue(payload);
        order.Add((name, payload));
    }

    sealed record Waiter(Type Type, Action<string?> Complete);
}
