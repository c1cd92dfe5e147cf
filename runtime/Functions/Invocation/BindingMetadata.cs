namespace Microsoft.Azure.Functions.Worker;

/// <summary>One binding of a function, as the host understands it.</summary>
public abstract class BindingMetadata
{
    public abstract string Name { get; }

    /// <summary>The binding's kind: httpTrigger, durableClient.</summary>
    public abstract string Type { get; }

    public abstract BindingDirection Direction { get; }
}
