namespace Microsoft.Azure.Functions.Worker;

/// <summary>How the host learns of a new blob.</summary>
public enum BlobTriggerSource
{
    LogsAndContainerScan = 0,
    EventGrid = 1,
}
