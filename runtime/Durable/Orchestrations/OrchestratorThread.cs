namespace Asan.Runtime.Durable.Orchestrations;

/// <summary>
/// The one logical thread an orchestrator runs on. Continuations of durable tasks run inline, in the order of the events; anything that arrives
/// from another thread was awaited outside the durable API and is refused, since a replay could not bring it back.
/// </summary>
sealed class OrchestratorThread : SynchronizationContext
{
    readonly Queue<(SendOrPostCallback Callback, object? State)> posted = new();
    readonly InlineScheduler scheduler;
    int running;

    public OrchestratorThread() => scheduler = new(this);

    /// <summary>True once something came back on a foreign thread.</summary>
    public bool Strayed { get; private set; }

    public bool IsCurrent => running == Environment.CurrentManagedThreadId;

    /// <summary>Runs an action and everything it makes ready, on the calling thread.</summary>
    public void Run(Action action)
    {
        var previous = Current;
        SetSynchronizationContext(this);
        running = Environment.CurrentManagedThreadId;
        try
        {
            var task = new Task(() =>
            {
                action();
                while (posted.TryDequeue(out var next))
                    next.Callback(next.State);
            });

            // On our scheduler, so that ContinueWith without a scheduler stays here too.
            task.RunSynchronously(scheduler);
            task.GetAwaiter().GetResult();
        }
        finally
        {
            running = 0;
            SetSynchronizationContext(previous);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsCurrent)
            posted.Enqueue((d, state));
        else
            Strayed = true;
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (IsCurrent)
            d(state);
        else
            Strayed = true;
    }

    public override SynchronizationContext CreateCopy() => this;

    sealed class InlineScheduler(OrchestratorThread thread) : TaskScheduler
    {
        protected override void QueueTask(Task task) => thread.Post(_ => TryExecuteTask(task), null);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
            thread.IsCurrent && !taskWasPreviouslyQueued && TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
