namespace Microsoft.DurableTask;

/// <summary>How an orchestration begins again with an empty history.</summary>
public class ContinueAsNewOptions
{
    public object? NewInput { get; set; }

    /// <summary>Whether events that came but were not waited for go over to the new generation; they do by default.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <summary>The new generation's version; null keeps the present one.</summary>
    public string? NewVersion { get; set; }
}
