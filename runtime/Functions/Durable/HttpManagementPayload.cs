namespace Microsoft.Azure.Functions.Worker;

/// <summary>Addresses by which a caller follows and steers one orchestration.</summary>
public class HttpManagementPayload
{
    public string? Id { get; internal set; }

    public string? PurgeHistoryDeleteUri { get; internal set; }

    /// <summary>Null, as the official helper leaves it.</summary>
    public string? RestartPostUri { get; internal set; }

    public string? ResumePostUri { get; internal set; }

    /// <summary>Null, as the official helper leaves it.</summary>
    public string? RewindPostUri { get; internal set; }

    public string? SendEventPostUri { get; internal set; }

    public string? StatusQueryGetUri { get; internal set; }

    public string? SuspendPostUri { get; internal set; }

    public string? TerminatePostUri { get; internal set; }
}
