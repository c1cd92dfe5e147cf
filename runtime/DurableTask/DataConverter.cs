namespace Microsoft.DurableTask;

/// <summary>Turns inputs, outputs, events and statuses into the text that is stored, and back.</summary>
public abstract class DataConverter
{
    /// <summary>The value's text; null for null.</summary>
    public abstract string? Serialize(object? value);

    /// <summary>The value of the text; null for null.</summary>
    public abstract object? Deserialize(string? data, Type targetType);

    public virtual T? Deserialize<T>(string? data) => (T?)(Deserialize(data, typeof(T)) ?? default(T));
}
