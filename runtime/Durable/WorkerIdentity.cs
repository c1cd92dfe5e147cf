namespace Asan.Runtime.Durable;

/// <summary>Who holds a lease: this process, this start of it. Two starts on one machine are two owners.</summary>
sealed class WorkerIdentity
{
    public string Owner { get; } = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";
}
