namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What the function returns, or a property of it, is written somewhere after the function ran.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public abstract class OutputBindingAttribute : BindingAttribute
{
    public OutputBindingAttribute()
    {
    }
}
