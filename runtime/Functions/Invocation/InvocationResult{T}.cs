namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the function returned, as T.</summary>
public abstract class InvocationResult<T>
{
    protected InvocationResult()
    {
    }

    public abstract T? Value { get; set; }
}
