using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the worker does the same way for every function.</summary>
public class WorkerOptions
{
    /// <summary>Reads and writes JSON for functions and for durable payloads. Null until the host has filled in its own.</summary>
    public ObjectSerializer? Serializer { get; set; }
}
