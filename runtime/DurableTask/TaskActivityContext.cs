namespace Microsoft.DurableTask;

/// <summary>What an activity may know of its call.</summary>
public abstract class TaskActivityContext
{
    public abstract TaskName Name { get; }

    /// <summary>The orchestration that called.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The activity's version; empty when unversioned.</summary>
    public virtual string Version => "";
}
