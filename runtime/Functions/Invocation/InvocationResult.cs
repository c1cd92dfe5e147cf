namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the function returned; middleware may put another value in its place.</summary>
public abstract class InvocationResult : InvocationResult<object>
{
    protected InvocationResult()
    {
    }
}
