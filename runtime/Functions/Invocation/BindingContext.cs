namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger knew besides its value: route values, parts of a blob's path.</summary>
public abstract class BindingContext
{
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
