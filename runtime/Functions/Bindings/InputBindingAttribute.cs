namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The parameter's value is fetched before the function runs.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class InputBindingAttribute : BindingAttribute
{
    public InputBindingAttribute()
    {
    }
}
