namespace Microsoft.Azure.Functions.Worker;

/// <summary>The value of an output binding, a property of what the function returned.</summary>
public abstract class OutputBindingData<T>
{
    protected OutputBindingData()
    {
    }

    public abstract T? Value { get; set; }

    public abstract string Name { get; }

    public abstract string BindingType { get; }
}
