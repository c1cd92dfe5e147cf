namespace Asan.Runtime.Durable.Worker;

/// <summary>Whether this process takes work: a client here may then start instances straight into its hands.</summary>
sealed class WorkerState
{
    volatile bool running;

    public bool IsRunning
    {
        get => running;
        set => running = value;
    }
}
