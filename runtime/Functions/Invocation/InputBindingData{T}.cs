namespace Microsoft.Azure.Functions.Worker;

/// <summary>The value that a parameter will get; middleware may put another in its place.</summary>
public abstract class InputBindingData<T>
{
    protected InputBindingData()
    {
    }

    public abstract BindingMetadata BindingMetadata { get; }

    public abstract T? Value { get; set; }
}
