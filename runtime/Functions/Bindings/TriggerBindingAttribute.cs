namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The parameter's value is what called the function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute
{
    public TriggerBindingAttribute()
    {
    }
}
